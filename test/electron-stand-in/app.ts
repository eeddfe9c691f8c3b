import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type Electron from 'electron'
import type { Chromium } from './chromium'
import { KnownEvents } from './known-events'
import { readiness } from './readiness'
import { record } from './record'
import { refuseTheRest } from './refuse'
import { acquireLock } from './single-instance'
import { decode, encode } from './wire'

type PathName =
  | 'home'
  | 'appData'
  | 'assets'
  | 'userData'
  | 'sessionData'
  | 'temp'
  | 'logs'
  | 'desktop'
  | 'documents'
  | 'downloads'
  | 'music'
  | 'pictures'
  | 'videos'
  | 'exe'
  | 'module'

/** A window from the view of `app`: quit() closes each one, and the app exits once none is left. */
export interface OpenWindow {
  close(): void
  destroy(): void
}

/**
 * Features of Chromium that Electron does not have and that slow down the start: pages of the address bar, and a spare
 * renderer process.
 */
const browserOnlyFeatures = [
  'InitialWebUI',
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
  'WebUIReloadButton',
]

const events =
  'will-finish-launching ready window-all-closed before-quit will-quit quit second-instance browser-window-created ' +
  'browser-window-focus browser-window-blur web-contents-created render-process-gone ' +
  // Only macOS emits these. A test emits them itself.
  'activate open-url open-file'

/** Electron's `app`: start, quit, paths, switches, the single-instance lock. */
export class App
  extends KnownEvents
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
      | 'isDefaultProtocolClient'
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
      | 'setToastActivatorCLSID'
      | 'whenReady'
    >
{
  /** Electron has a dock on macOS only. */
  readonly dock = undefined
  name: string
  sandboxed = false
  chromium: Chromium | undefined
  readonly windows = new Set<OpenWindow>()
  /** Replaces what follows the last window's end, once. */
  onceWithoutWindows: (() => void) | undefined
  private readonly manifest: { name?: string; productName?: string; version?: string; main?: string }
  private readonly paths = new Map<PathName, string>()
  private readonly switches = new Map<string, string>()
  private ready = false
  private isLoopRunning = false
  /** undefined until the app exits */
  private exitCode: number | undefined
  private quitting = false
  private releaseLock: (() => void) | undefined
  private readonly readyPromise: Promise<void>
  private resolveReady: () => void = () => undefined
  /** Resolves on the first call of whenReady() or listener of `ready`. Until then no Chromium is needed. */
  readonly readyRequested: Promise<void>
  private resolveReadyRequested: () => void = () => undefined

  /**
   * @param folder the app's folder, with its package.json
   * @param argv Electron's command line: `--name=value` switches become Chromium's
   */
  constructor(
    private readonly folder: string,
    argv: string[],
    readonly isPackaged: boolean,
  ) {
    super('app', events)
    this.manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    this.name = this.manifest.productName ?? this.manifest.name ?? 'Electron'
    this.paths.set('home', homedir())
    this.paths.set('temp', tmpdir())
    this.paths.set('exe', process.execPath)
    this.paths.set('module', process.execPath)
    const folders = { downloads: 'Downloads', desktop: 'Desktop', documents: 'Documents', music: 'Music' }
    for (const [name, folder] of Object.entries({ ...folders, pictures: 'Pictures', videos: 'Videos' })) {
      this.paths.set(name as PathName, join(homedir(), folder))
    }
    this.paths.set('assets', dirname(process.execPath))
    this.paths.set('appData', process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'))
    for (const argument of argv) {
      const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument)
      if (match?.[1]) this.switches.set(match[1], match[2] ?? '')
    }
    this.readyPromise = new Promise((resolve) => {
      this.resolveReady = resolve
    })
    this.readyRequested = new Promise((resolve) => {
      this.resolveReadyRequested = resolve
    })
    this.on('newListener', (name) => {
      if (name === 'ready') this.resolveReadyRequested()
    })
  }

  readonly commandLine = refuseTheRest('app.commandLine', {
    appendSwitch: (name: string, value = '') => void this.switches.set(name, value),
    hasSwitch: (name: string) => this.switches.has(name),
    getSwitchValue: (name: string) => this.switches.get(name) ?? '',
    removeSwitch: (name: string) => void this.switches.delete(name),
  }) as unknown as Electron.CommandLine

  /** Chromium's switches, without those that the stand-in handles itself. */
  chromiumSwitches(): string[] {
    const own = new Set(['inspect', 'user-data-dir', 'no-sandbox', 'headless'])
    const features = [this.switches.get('disable-features'), ...browserOnlyFeatures].filter(Boolean).join(',')
    return [...new Map(this.switches).set('disable-features', features)]
      .filter(([name]) => !own.has(name))
      .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
  }

  entryFile(): string {
    return resolve(this.folder, this.manifest.main ?? 'index.js')
  }

  /** The app's script has run, and the message loop starts. */
  finishLoading(): void {
    this.isLoopRunning = true
    this.emit('will-finish-launching')
  }

  becomeReady(chromium: Chromium): void {
    this.chromium = chromium
    chromium.once('ended', () => {
      if (this.exitCode === undefined) this.exit(1)
    })
    this.ready = true
    readiness.isReady = true
    this.emit('ready', {}, {})
    this.resolveReady()
  }

  isReady(): boolean {
    return this.ready
  }

  whenReady(): Promise<void> {
    this.resolveReadyRequested()
    return this.readyPromise
  }

  enableSandbox(): void {
    if (this.ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    // Electron would start sandboxed pages from a process that has no sandbox, and they stay white.
    if (this.switches.has('no-sandbox')) throw new Error('app.enableSandbox() does not go with --no-sandbox')
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
    throw new Error(`Failed to get '${name}' path`)
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute')
    const known = ['userData', 'sessionData', 'logs', ...this.paths.keys()]
    if (!known.includes(name)) throw new Error(`Failed to set path`)
    this.paths.set(name as PathName, path)
  }

  setAppUserModelId(): void {}

  setToastActivatorCLSID(): void {}

  /** The schemes of setAsDefaultProtocolClient(). Nothing is registered on the desktop. */
  readonly linkSchemes: string[] = []

  /** @returns false for what is no scheme (RFC 3986, 3.1), and on a desktop that refuses it */
  setAsDefaultProtocolClient(scheme: string): boolean {
    if (record.failing.protocolClient || !/^[a-z][a-z0-9+.-]*$/i.test(scheme)) return false
    if (!this.linkSchemes.includes(scheme)) this.linkSchemes.push(scheme)
    return true
  }

  isDefaultProtocolClient(scheme: string): boolean {
    return this.linkSchemes.includes(scheme)
  }

  private loginItem: Electron.LoginItemSettingsOptions | undefined

  /** Only remembers the value, with its path and arguments. Electron has no login items on Linux. */
  setLoginItemSettings({ openAtLogin = false, path, args }: Electron.Settings): void {
    this.loginItem = openAtLogin ? { ...(path && { path }), ...(args && { args }) } : undefined
  }

  /** As on Linux: read from the environment, the most preferred first, each with and without its region. */
  getPreferredSystemLanguages(): string[] {
    const { LANGUAGE, LC_ALL, LC_MESSAGES, LANG } = process.env
    const locale = LC_ALL || LC_MESSAGES || LANG || 'C'
    const names = [...(locale !== 'C' && LANGUAGE ? LANGUAGE.split(':') : []), locale]
    const tags = names.map((name) => name.replace(/[.@].*/, '').replace('_', '-')).filter((tag) => tag !== 'C')
    return [...new Set(tags.flatMap((tag) => [tag, tag.split('-')[0] ?? tag]))]
  }

  /** As on Windows: the item must have the same path and the same arguments. */
  getLoginItemSettings({ path, args = [] }: Electron.LoginItemSettingsOptions = {}): Electron.LoginItemSettings {
    const item = this.loginItem
    const openAtLogin = item !== undefined && item.path === path && (item.args ?? []).join('\0') === args.join('\0')
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

  requestSingleInstanceLock(additionalData: unknown = null): boolean {
    if (this.releaseLock) return true
    const start = { argv: [...process.argv], workingDirectory: process.cwd(), data: encode(additionalData) }
    this.releaseLock = acquireLock(this.getPath('userData'), start, ({ argv, workingDirectory, data }) =>
      this.emit('second-instance', {}, argv, workingDirectory, decode(data)),
    )
    return this.releaseLock !== undefined
  }

  hasSingleInstanceLock(): boolean {
    return this.releaseLock !== undefined
  }

  releaseSingleInstanceLock(): void {
    this.releaseLock?.()
    this.releaseLock = undefined
  }

  /** In Electron's order: before-quit, close every window (each may refuse), will-quit, exit. */
  quit(): void {
    if (this.quitting) return
    this.quitting = true
    if (this.isPrevented('before-quit')) {
      this.quitting = false
      return
    }
    for (const window of this.windows) window.close()
    if (this.windows.size === 0) this.exitUnlessPrevented()
  }

  /** Each window calls this once it is closed. */
  windowClosed(window: OpenWindow): void {
    this.windows.delete(window)
    if (this.windows.size > 0) return
    const leave = this.onceWithoutWindows
    this.onceWithoutWindows = undefined
    if (leave) leave()
    else if (this.quitting) this.exitUnlessPrevented()
    else if (!this.emit('window-all-closed')) this.quit()
  }

  /** A window that refuses to close calls this. */
  quitRefused(): void {
    this.quitting = false
  }

  /** Starts the app again once it has exited. */
  relaunch({ execPath = process.argv[0], args = process.argv.slice(1) }: Electron.RelaunchOptions = {}): void {
    process.once('exit', () => {
      if (execPath && !record.failing.relaunch) spawn(execPath, args, { detached: true, stdio: 'ignore' }).unref()
    })
  }

  /** Once the message loop runs, the code behind this call goes on until its next turn, and a later code replaces this one. */
  exit(code = 0): void {
    if (!this.isLoopRunning) process.exit(code)
    const isExiting = this.exitCode !== undefined
    this.exitCode = code
    if (isExiting) return
    this.releaseSingleInstanceLock()
    this.emit('quit', {}, code)
    this.chromium?.process.kill()
    setImmediate(() => process.exit(this.exitCode))
  }

  private exitUnlessPrevented(): void {
    if (this.isPrevented('will-quit')) {
      this.quitting = false
      return
    }
    this.exit(0)
  }

  private isPrevented(name: string): boolean {
    const event = preventable()
    this.emit(name, event)
    return event.defaultPrevented
  }
}

/** Creates an event with preventDefault(). */
export function preventable<T extends object>(properties: T = {} as T): T & Preventable {
  const event = {
    ...properties,
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
