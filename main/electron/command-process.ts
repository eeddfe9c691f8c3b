import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { isProcessRunning } from '../core/is-process-running'
import { processIdIn } from '../core/process-name'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** How long a command that ends itself after a signal may take, in milliseconds. */
const longestEnd = 2000

/** The start of the name of temporary folders; the id of their process follows. */
const folderPrefix = 'fleep-settings-'

/**
 * A process that runs one command, without a window. It ends once, with the first exit code, and leaves no folder. To be
 * created as early as possible, because until then a signal ends the process as Electron does.
 */
export class CommandProcess {
  private temporaryFolder: string | undefined
  private isEnding = false
  /** 128 and the number of the first signal; undefined until one has come. */
  private signalCode: number | undefined
  /** Ends the command so that it can still say what it knows, at the first signal. Without it, the process just ends. */
  onSignal: (() => void) | undefined

  constructor() {
    app.dock?.hide()
    silenceChromium()
    this.exitOnSignals()
  }

  get appName(): string {
    return app.name
  }

  /** The folder with the app's files. */
  get dataFolder(): string {
    return app.getPath('userData')
  }

  /** The system's folder for temporary files, which may be missing. */
  get temporaryParent(): string {
    return app.getPath('temp')
  }

  /**
   * Gives Chromium a temporary folder for its files, because the usual one may be in use by the open app.
   * @returns whether that succeeded
   */
  prepareChromium(): boolean {
    removeAbandonedFolders(this.temporaryParent)
    try {
      this.temporaryFolder = mkdtempSync(join(this.temporaryParent, `${folderPrefix}${process.pid}-`))
    } catch {
      return false
    }
    app.setPath('sessionData', this.temporaryFolder)
    return true
  }

  /** @param code the exit code unless a signal has come */
  exit(code: number): void {
    if (this.isEnding) return
    this.isEnding = true
    try {
      // A prompt may have switched the echo off.
      if (process.stdin.isTTY) process.stdin.setRawMode(false)
      if (this.temporaryFolder) remove(this.temporaryFolder)
    } finally {
      app.exit(this.signalCode ?? code)
    }
  }

  private handleSignal(signal: (typeof signals)[number]): void {
    const { onSignal } = this
    const isFirst = this.signalCode === undefined
    this.signalCode ??= 128 + constants.signals[signal]
    if (!isFirst || !onSignal) {
      this.exit(this.signalCode)
      return
    }
    setTimeout(() => this.exit(0), longestEnd)
    onSignal()
  }

  /**
   * Electron handles these signals by quitting with exit code 0. It does so after the app's script has run, and replaces
   * the handlers that the script has set; they hold if they are set again once that is done. Source: Electron's
   * ElectronBrowserMainParts::PostCreateMainMessageLoop.
   */
  private exitOnSignals(): void {
    const listeners = signals.map((signal) => {
      return [signal, () => this.handleSignal(signal)] as const
    })
    for (const [signal, listener] of listeners) process.on(signal, listener)
    app.once('will-finish-launching', () => {
      for (const [signal, listener] of listeners) process.off(signal, listener).on(signal, listener)
    })
    // A command never quits the app, so this is a signal that Electron has handled.
    app.on('before-quit', (event) => {
      event.preventDefault()
      this.handleSignal('SIGTERM')
    })
  }
}

/**
 * Keeps Chromium's own errors, such as a missing system bus, out of the command's standard error. Electron reads the switch
 * after the app's script has run. Source: Electron's shell/common/logging.cc.
 */
function silenceChromium(): void {
  const fatal = '3'
  if (!app.commandLine.hasSwitch('log-level')) app.commandLine.appendSwitch('log-level', fatal)
}

/** Removes the temporary folders of commands that were killed. */
function removeAbandonedFolders(parent: string): void {
  try {
    for (const name of readdirSync(parent)) {
      const processId = name.startsWith(folderPrefix) ? processIdIn(name.slice(folderPrefix.length)) : undefined
      if (processId === undefined || isProcessRunning(processId)) continue
      const path = join(parent, name)
      if (lstatSync(path).uid === (process.getuid?.() ?? 0)) remove(path)
    }
  } catch {
    // The folder is missing, or another command is removing the same.
  }
}

/** Never throws: a command ends also if its folder stays. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 })
  } catch {
    // A later command removes it.
  }
}
