import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type Electron from 'electron'
import type { Chromium } from './chromium'
import { refuseTheRest } from './refuse'
import { record } from './shell-surfaces'
import { takeLock } from './single-instance'

type PathName = 'home' | 'appData' | 'userData' | 'sessionData' | 'temp' | 'logs' | 'downloads' | 'exe'

/** A window as app sees it: it asks each to close, and leaves when none is left. */
export interface OpenWindow {
  close(): void
  destroy(): void
}

/**
 * What Electron does not have or does not do, and what takes the time of a start: pages of the address bar, and a process
 * kept for the next site.
 */
const browserOnly = [
  'InitialWebUI',
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
  'WebUIReloadButton',
]

/** Electron's `app`: start, quit, paths, switches, the single-instance lock. */
export class App
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'commandLine'
      | 'dock'
      | 'enableSandbox'
      | 'exit'
      | 'focus'
      | 'getAppPath'
      | 'getLoginItemSettings'
      | 'getName'
      | 'getPath'
      | 'getPreferredSystemLanguages'
      | 'getVersion'
      | 'hasSingleInstanceLock'
      | 'isPackaged'
      | 'isReady'
      | 'name'
      | 'quit'
      | 'requestSingleInstanceLock'
      | 'releaseSingleInstanceLock'
      | 'relaunch'
      | 'setAppUserModelId'
      | 'setAsDefaultProtocolClient'
      | 'setLoginItemSettings'
      | 'setName'
      | 'setPath'
      | 'whenReady'
    >
{
  /** As everywhere but on macOS. */
  readonly dock = undefined
  name: string
  sandboxed = false
  chromium: Chromium | undefined
  readonly windows = new Set<OpenWindow>()
  private readonly manifest: { name?: string; productName?: string; version?: string; main?: string }
  private readonly paths = new Map<PathName, string>()
  private readonly switches = new Map<string, string>()
  private ready = false
  private quitting = false
  private release: (() => void) | undefined
  private readonly becomesReady: Promise<void>
  private announceReady: () => void = () => undefined
  /** Resolves once anybody waits for the app to be ready: a command that never does needs no Chromium. */
  readonly isAwaited: Promise<void>
  private announceAwaited: () => void = () => undefined

  /**
   * @param folder the app's folder, with its package.json
   * @param argv Electron's command line: `--name=value` switches become Chromium's
   */
  constructor(
    private readonly folder: string,
    argv: string[],
    readonly isPackaged: boolean,
  ) {
    super()
    this.manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    this.name = this.manifest.productName ?? this.manifest.name ?? 'Electron'
    this.paths.set('home', homedir())
    this.paths.set('temp', tmpdir())
    this.paths.set('exe', process.execPath)
    this.paths.set('downloads', join(homedir(), 'Downloads'))
    this.paths.set('appData', process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'))
    for (const argument of argv) {
      const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument)
      if (match?.[1]) this.switches.set(match[1], match[2] ?? '')
    }
    this.becomesReady = new Promise((done) => {
      this.announceReady = done
    })
    this.isAwaited = new Promise((done) => {
      this.announceAwaited = done
    })
    this.on('newListener', (name) => {
      if (name === 'ready') this.announceAwaited()
    })
  }

  readonly commandLine = refuseTheRest('app.commandLine', {
    appendSwitch: (name: string, value = '') => void this.switches.set(name, value),
    hasSwitch: (name: string) => this.switches.has(name),
    getSwitchValue: (name: string) => this.switches.get(name) ?? '',
    removeSwitch: (name: string) => void this.switches.delete(name),
  }) as unknown as Electron.CommandLine

  /** The switches as Chromium takes them, less those that are the stand-in's own affair. */
  chromiumSwitches(): string[] {
    const own = new Set(['inspect', 'user-data-dir', 'no-sandbox', 'headless'])
    const features = [this.switches.get('disable-features'), ...browserOnly].filter(Boolean).join(',')
    return [...new Map(this.switches).set('disable-features', features)]
      .filter(([name]) => !own.has(name))
      .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
  }

  entryFile(): string {
    return resolve(this.folder, this.manifest.main ?? 'index.js')
  }

  becomeReady(chromium: Chromium): void {
    this.chromium = chromium
    chromium.once('ended', () => this.exit(1))
    this.emit('will-finish-launching')
    this.ready = true
    this.emit('ready', {}, {})
    this.announceReady()
  }

  isReady(): boolean {
    return this.ready
  }

  whenReady(): Promise<void> {
    this.announceAwaited()
    return this.becomesReady
  }

  enableSandbox(): void {
    if (this.ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.sandboxed = true
  }

  getName(): string {
    return this.name
  }

  setName(name: string): void {
    this.name = name
  }

  getVersion(): string {
    return this.manifest.version ?? '0.0.0'
  }

  getAppPath(): string {
    return this.folder
  }

  getPath(name: string): string {
    const set = this.paths.get(name as PathName)
    if (set) return set
    if (name === 'sessionData') return this.getPath('userData')
    if (name === 'userData') return join(this.getPath('appData'), this.name)
    if (name === 'logs') return join(this.getPath('userData'), 'logs')
    throw new Error(`the stand-in has no app.getPath('${name}')`)
  }

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true })
    this.paths.set(name as PathName, path)
  }

  setAppUserModelId(): void {}

  /** Recorded; the desktop is left as it is. */
  readonly linkSchemes: string[] = []

  setAsDefaultProtocolClient(scheme: string): boolean {
    this.linkSchemes.push(scheme)
    return true
  }

  private loginItem = { openAtLogin: false }

  /** As on Linux, where Electron knows nothing of logins: what was set is only remembered. */
  setLoginItemSettings({ openAtLogin = false }: Electron.Settings): void {
    this.loginItem = { openAtLogin }
  }

  /** As on Linux: from the environment, the most preferred first, each with its region and without. */
  getPreferredSystemLanguages(): string[] {
    const { LANGUAGE, LC_ALL, LC_MESSAGES, LANG } = process.env
    const locale = LC_ALL || LC_MESSAGES || LANG || 'C'
    const names = [...(locale !== 'C' && LANGUAGE ? LANGUAGE.split(':') : []), locale]
    const tags = names.map((name) => name.replace(/[.@].*/, '').replace('_', '-'))
    return [...new Set(tags.flatMap((tag) => [tag, tag.split('-')[0] ?? tag]))]
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    const { openAtLogin } = this.loginItem
    const never = { wasOpenedAtLogin: false, wasOpenedAsHidden: false, restoreState: false }
    return {
      openAtLogin,
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
      status: 'not-registered',
      ...never,
    }
  }

  focus(): void {}

  requestSingleInstanceLock(): boolean {
    if (this.release) return true
    const argv = [...process.argv]
    this.release = takeLock(this.getPath('userData'), argv, process.cwd(), (otherArgv, workingDirectory) =>
      this.emit('second-instance', {}, otherArgv, workingDirectory, null),
    )
    return this.release !== undefined
  }

  hasSingleInstanceLock(): boolean {
    return this.release !== undefined
  }

  releaseSingleInstanceLock(): void {
    this.release?.()
    this.release = undefined
  }

  /** before-quit, then every window may refuse to close, then will-quit, then the end: Electron's order. */
  quit(): void {
    if (this.quitting) return
    this.quitting = true
    if (this.prevented('before-quit')) {
      this.quitting = false
      return
    }
    for (const window of this.windows) window.close()
    if (this.windows.size === 0) this.leave()
  }

  /** Called by each window when it has closed. */
  windowClosed(window: OpenWindow): void {
    this.windows.delete(window)
    if (this.windows.size > 0) return
    if (this.quitting) this.leave()
    else if (!this.emit('window-all-closed')) this.quit()
  }

  /** Called by a window that would not close. */
  quitRefused(): void {
    this.quitting = false
  }

  /** Recorded: a test starts the app again by itself. */
  relaunch(): void {
    record.relaunches += 1
  }

  exit(code = 0): void {
    this.releaseSingleInstanceLock()
    this.emit('quit', {}, code)
    this.chromium?.process.kill()
    process.exit(code)
  }

  private leave(): void {
    if (this.prevented('will-quit')) {
      this.quitting = false
      return
    }
    this.exit(0)
  }

  private prevented(name: string): boolean {
    const event = preventable()
    this.emit(name, event)
    return event.defaultPrevented
  }
}

/** An event that a listener may call off. */
export function preventable<T extends object>(more: T = {} as T): T & Preventable {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}

export interface Preventable {
  defaultPrevented: boolean
  preventDefault(): void
}
