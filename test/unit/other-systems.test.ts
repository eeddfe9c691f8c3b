import type { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { initialState } from '../../contract/initial-state'

/** What the code asks of Electron on systems that the stand-in cannot be. */
const electron = vi.hoisted(() => ({
  calls: [] as unknown[][],
  switches: new Set<string>(),
  isPackaged: false,
  loginStatus: 'enabled',
  isTaskbarDark: false,
  trays: [] as { image: { url: string }; listenerCount(name: string): number; menu: MenuTemplate }[],
  menu: [] as MenuTemplate,
  isFullScreen: false,
}))

type MenuTemplate = { role?: string; label?: string; icon?: unknown; submenu?: MenuTemplate }[]

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  const record =
    (name: string) =>
    (...args: unknown[]) =>
      void electron.calls.push([name, ...args])
  class Image {
    representations: unknown[] = []
    isTemplate = false
    constructor(
      readonly url: string,
      readonly side: number,
    ) {}
    isEmpty = () => this.side === 0
    resize = ({ width }: { width: number }) => new Image(this.url, width)
    toPNG = () => Buffer.from([this.side])
    addRepresentation = (representation: unknown) => this.representations.push(representation)
    setTemplateImage = (isTemplate: boolean) => {
      this.isTemplate = isTemplate
    }
  }
  class Tray extends Emitter {
    menu: MenuTemplate = []
    setToolTip = () => undefined
    constructor(public image: { url: string }) {
      super()
      electron.trays.push(this)
    }
    setImage(image: { url: string }) {
      this.image = image
    }
    setContextMenu(menu: MenuTemplate) {
      this.menu = menu
    }
  }
  class BrowserWindow extends Emitter {
    webContents = new Emitter()
    isDestroyed = () => false
    isFullScreen = () => electron.isFullScreen
    hide = record('hide')
    setFullScreen = record('setFullScreen')
    loadURL = async () => undefined
    constructor() {
      super()
      electron.calls.push(['window', this])
    }
  }
  class App extends Emitter {
    get isPackaged() {
      return electron.isPackaged
    }
  }
  class NativeTheme extends Emitter {
    shouldUseDarkColors = false
    get shouldUseDarkColorsForSystemIntegratedUI() {
      return electron.isTaskbarDark
    }
  }
  const app = Object.assign(new App(), {
    name: 'Fleep Settings',
    commandLine: { hasSwitch: (name: string) => electron.switches.has(name), removeSwitch: record('removeSwitch') },
    enableSandbox: record('enableSandbox'),
    setAppUserModelId: record('setAppUserModelId'),
    setToastActivatorCLSID: record('setToastActivatorCLSID'),
    setPath: record('setPath'),
    getPath: () => join(tmpdir(), 'fleep-settings-other-systems'),
    setLoginItemSettings: record('setLoginItemSettings'),
    getLoginItemSettings: (options?: unknown) => {
      electron.calls.push(['getLoginItemSettings', options])
      return { openAtLogin: true, status: electron.loginStatus }
    },
  })
  const nativeTheme = new NativeTheme()
  const nativeImage = {
    createFromDataURL: (url: string) => new Image(url, 32),
    createFromBuffer: ({ length }: Buffer) => new Image('', length > 1 ? 50 : 0),
  }
  const Menu = {
    buildFromTemplate: (template: MenuTemplate) => template,
    setApplicationMenu: (menu: MenuTemplate) => {
      electron.menu = menu
    },
  }
  const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 25, width: 1280, height: 700 } }] }
  const protocol = { registerSchemesAsPrivileged: record('registerSchemesAsPrivileged') }
  return { app, BrowserWindow, dialog: {}, Menu, nativeImage, nativeTheme, protocol, screen, shell: {}, Tray }
})

const { platform } = process
const pretend = (system: NodeJS.Platform) => Object.defineProperty(process, 'platform', { value: system })
const callsOf = (name: string) => electron.calls.filter(([called]) => called === name).map(([, ...args]) => args)

beforeEach(() => {
  vi.resetModules()
  electron.calls.length = 0
  electron.trays.length = 0
  electron.switches.clear()
  Object.assign(electron, { isPackaged: false, loginStatus: 'enabled', isTaskbarDark: false, isFullScreen: false })
})
afterEach(() => void pretend(platform))

const actions = { run: () => undefined, openPanel: () => undefined, signOut: async () => undefined }

test('Windows gets the id of the installer’s shortcut, and a fixed one for its notifications', async () => {
  const { readFileSync } = await import('node:fs')
  const { prepareElectron } = await import('../../main/electron/entry')
  prepareElectron([])
  expect([callsOf('setAppUserModelId'), callsOf('setToastActivatorCLSID')]).toEqual([[], []])
  pretend('win32')
  prepareElectron([])
  const [, appId] = /^appId: (.+)$/m.exec(readFileSync('electron-builder.yml', 'utf8')) ?? []
  expect(callsOf('setAppUserModelId')).toEqual([[appId]])
  expect(callsOf('setToastActivatorCLSID')).toEqual([
    [expect.stringMatching(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/)],
  ])
})

test('pages are sandboxed, unless Chromium has started without a sandbox', async () => {
  const { prepareElectron } = await import('../../main/electron/entry')
  electron.switches.add('no-sandbox')
  prepareElectron([])
  expect(callsOf('enableSandbox')).toEqual([])
  electron.switches.clear()
  prepareElectron([])
  expect(callsOf('enableSandbox')).toEqual([[]])
})

test('a packed app takes no debugger of Chromium’s; from the sources, it does', async () => {
  const { prepareElectron } = await import('../../main/electron/entry')
  prepareElectron([])
  expect(callsOf('removeSwitch')).toEqual([])
  electron.isPackaged = true
  prepareElectron([])
  expect(callsOf('removeSwitch')).toEqual([['remote-debugging-port'], ['remote-debugging-pipe']])
})

test('on Windows, the login item is read with the arguments with which it was set', async () => {
  pretend('win32')
  const { isStartedAtLogin, setStartAtLogin } = await import('../../main/electron/login-item')
  setStartAtLogin(true)
  expect(isStartedAtLogin()).toBe(true)
  expect(callsOf('setLoginItemSettings')).toEqual([[{ openAtLogin: true, args: ['--hidden'] }]])
  expect(callsOf('getLoginItemSettings')).toEqual([[{ args: ['--hidden'] }]])
})

test('on macOS, a login item that waits for approval or is refused says so', async () => {
  pretend('darwin')
  const { setStartAtLogin } = await import('../../main/electron/login-item')
  setStartAtLogin(true)
  electron.loginStatus = 'requires-approval'
  expect(() => setStartAtLogin(true)).toThrow(
    'macOS asks you to approve this: switch Fleep Settings on in System Settings › General › Login Items.',
  )
  electron.loginStatus = 'not-found'
  expect(() => setStartAtLogin(true)).toThrow('The system does not let this app start at login.')
  setStartAtLogin(false)
})

test('on macOS, a click on the tray icon only opens its menu', async () => {
  pretend('darwin')
  const { AppTray } = await import('../../main/electron/tray')
  new AppTray(
    actions,
    () => undefined,
    async () => null,
  )
  pretend('win32')
  new AppTray(
    actions,
    () => undefined,
    async () => null,
  )
  expect(electron.trays.map((tray) => tray.listenerCount('click'))).toEqual([0, 1])
})

test('the tray icon is one for the taskbar on Windows, and on Linux one for any panel', async () => {
  const { nativeTheme } = await import('electron')
  const { AppTray } = await import('../../main/electron/tray')
  pretend('win32')
  new AppTray(
    actions,
    () => undefined,
    async () => null,
  )
  const forLight = electron.trays[0]?.image.url
  electron.isTaskbarDark = true
  nativeTheme.emit('updated')
  const forDark = electron.trays[0]?.image.url
  pretend('linux')
  new AppTray(
    actions,
    () => undefined,
    async () => null,
  )
  const forAny = electron.trays[1]?.image.url
  expect(new Set([forLight, forDark, forAny]).size).toBe(3)
  electron.isTaskbarDark = false
  nativeTheme.emit('updated')
  expect(electron.trays[1]?.image.url).toBe(forAny)
})

test('the tray’s menu shows a picture that Electron can draw, also for displays with more pixels', async () => {
  const { AppTray } = await import('../../main/electron/tray')
  const account = { avatar: { 50: 'picture/a' } } as unknown as NonNullable<typeof initialState.account>
  const state = { ...initialState, session: { kind: 'signed-in' } as typeof initialState.session, account }
  const icons = async (bytes: Uint8Array) => {
    const tray = new AppTray(
      actions,
      () => undefined,
      async () => ({ bytes, type: '' }),
    )
    tray.update(state)
    // The picture is read from the disk.
    await new Promise((resolve) => setImmediate(resolve))
    return electron.trays.at(-1)?.menu.flatMap(({ icon }) => (icon ? [icon] : []))
  }
  const representation = { scaleFactor: 2, buffer: Buffer.from([36]) }
  expect(await icons(Buffer.from('a PNG'))).toMatchObject([{ side: 18, representations: [representation] }])
  expect(await icons(Buffer.alloc(1))).toEqual([])
})

test('the Window menu has Zoom on macOS only, where Cmd+W closes the window', async () => {
  const { setApplicationMenu } = await import('../../main/electron/application-menu')
  const rolesOf = (system: NodeJS.Platform) => {
    pretend(system)
    setApplicationMenu(initialState, actions)
    return electron.menu.find(({ role }) => role === 'window')?.submenu?.flatMap(({ role }) => role ?? [])
  }
  expect(rolesOf('darwin')).toEqual(['minimize', 'zoom', 'close', 'front'])
  expect(rolesOf('win32')).toEqual(['minimize', 'close'])
  expect(rolesOf('linux')).toEqual(['minimize', 'close'])
})

test('on macOS, a full-screen window leaves its space before it is hidden', async () => {
  const { SettingsWindow } = await import('../../main/electron/window')
  const preferences = { read: () => ({ place: null }), write: () => true } as never
  const window = new SettingsWindow({
    preferences,
    onFocus: () => undefined,
    onCrash: () => undefined,
    onClose: () => undefined,
  })
  window.show()
  const [[created] = []] = callsOf('window')
  electron.isFullScreen = true
  pretend('darwin')
  window.hide()
  expect([callsOf('setFullScreen'), callsOf('hide')]).toEqual([[[false]], []])
  ;(created as EventEmitter).emit('leave-full-screen')
  expect(callsOf('hide')).toEqual([[]])
})

test('stored bounds larger than the display are made smaller, and all of the window shows', async () => {
  const { visibleBounds } = await import('../../main/electron/window-bounds')
  const stored = { x: 100, y: 100, width: 100_000, height: 100_000, isMaximized: false }
  expect(visibleBounds(stored)).toEqual({ x: 0, y: 25, width: 1280, height: 700 })
  expect(visibleBounds({ ...stored, width: 700 })).toEqual({ x: 100, y: 25, width: 700, height: 700 })
  expect(visibleBounds({ ...stored, width: 700, height: 500 })).toEqual({ x: 100, y: 100, width: 700, height: 500 })
  expect(visibleBounds({ ...stored, x: 5000 })).toBeUndefined()
})
