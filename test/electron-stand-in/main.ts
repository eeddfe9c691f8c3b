/**
 * The `electron` executable of a dist folder, for machines that cannot download the real one: it has Electron's command
 * line, provides `require('electron')` to the app's main bundle, and shows its pages in a real Chromium.
 */
import inspector from 'node:inspector'
import Module from 'node:module'
import { join, resolve } from 'node:path'
import type Electron from 'electron'
import { App } from './app'
import { provideAuthorities } from './authorities'
import { AutoUpdater } from './auto-updater'
import { makeBrowserWindow } from './browser-window'
import { Chromium } from './chromium'
import { displays, nativeTheme, PowerMonitor, screen, setDark, systemPreferences } from './desktop'
import { dialog } from './dialog'
import { IpcMain } from './ipc-main'
import { Menu, MenuItem } from './menu'
import { setRoleTargets } from './menu-roles'
import { nativeImage } from './native-image'
import { net } from './net'
import { Notification } from './notification'
import { isInspectEnabled, openPackedApp } from './packed-app'
import { quitOnSignals, runUntilQuit, surviveExceptions } from './process-ends'
import { Protocol } from './protocol'
import { withReadiness } from './readiness'
import { record } from './record'
import { refuseTheRest } from './refuse'
import { Session } from './session'
import { clipboard, shell } from './shell'
import { holdTimers, nextTurn } from './start-order'
import { Tray } from './tray'
import { addVersions } from './versions'
import { WebContents } from './web-contents'

interface CommandLine {
  preloads: string[]
  inspectPort: number | undefined
  appFolder: string
  isPackaged: boolean
}

/** Reads Electron's command line: `[-r file] [--switches] folder [the app's arguments]`. A packed app has only arguments. */
function readCommandLine(argv: string[]): CommandLine {
  const inspect = argv.find((argument) => argument.startsWith('--inspect='))
  const inspectPort = inspect && isInspectEnabled(__filename) ? Number(inspect.slice('--inspect='.length)) : undefined
  const packed = openPackedApp(__filename)
  if (packed) return { preloads: [], inspectPort, appFolder: packed, isPackaged: true }
  const preloads: string[] = []
  const rest = [...argv]
  while (rest[0]?.startsWith('-')) {
    const option = rest.shift() ?? ''
    if (option === '-r' || option === '--require') preloads.push(rest.shift() ?? '')
  }
  return { preloads, inspectPort, appFolder: resolve(rest[0] ?? '.'), isPackaged: false }
}

function provideElectron(electron: object): void {
  // Node's types do not include the loader.
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown }
  const load = loader._load
  loader._load = (request, ...rest) =>
    request === 'electron' || request === 'electron/main' ? electron : load.call(loader, request, ...rest)
}

async function run(): Promise<void> {
  const { preloads, inspectPort, appFolder, isPackaged } = readCommandLine(process.argv.slice(2))
  // In Electron, argv has the program and then the arguments. Node has itself and this file first.
  process.argv.splice(0, 2, process.argv[1] ?? 'electron')
  addVersions(process.argv[0] ?? 'electron', isPackaged)
  const app = new App(appFolder, process.argv, isPackaged)
  const switches = (name: string) => app.commandLine.getSwitchValue(name)
  const newSession = () => refuseTheRest('session', new Session(switches))
  const defaultSession = newSession()
  const sessions = new Map([['', defaultSession]])
  const host = { app, ipcMain: new IpcMain(), protocol: new Protocol(), session: defaultSession, displays }
  const BrowserWindow = makeBrowserWindow(host)
  const electron = refuseTheRest('electron', {
    app: refuseTheRest('app', app),
    BrowserWindow,
    ipcMain: refuseTheRest('ipcMain', host.ipcMain),
    protocol: refuseTheRest('protocol', host.protocol),
    session: withReadiness(
      refuseTheRest('session', {
        defaultSession,
        fromPartition: (name: string) => {
          const session = sessions.get(name) ?? newSession()
          sessions.set(name, session)
          return session
        },
      }),
      'Session can only be received when app is ready',
    ),
    webContents: refuseTheRest('webContents', {
      getAllWebContents: () => WebContents.all(),
      fromId: (id: number) => WebContents.all().find((contents) => contents.id === id),
      fromDevToolsTargetId: (id: string) => WebContents.all().find((contents) => contents.targetId === id),
      getFocusedWebContents: () => BrowserWindow.getFocusedWindow()?.webContents ?? null,
    }),
    autoUpdater: refuseTheRest('autoUpdater', new AutoUpdater(app)),
    net: refuseTheRest('net', net),
    clipboard,
    Menu,
    MenuItem,
    Tray,
    Notification,
    dialog,
    nativeImage,
    nativeTheme,
    powerMonitor: refuseTheRest('powerMonitor', new PowerMonitor()),
    screen,
    shell,
    systemPreferences,
  })
  setRoleTargets({
    app: electron.app as unknown as Electron.App,
    focusedWindow: () => BrowserWindow.getFocusedWindow() as unknown as Electron.BrowserWindow | null,
    allWindows: () => BrowserWindow.getAllWindows() as unknown as Electron.BaseWindow[],
  })
  Object.assign(globalThis, { standIn: Object.assign(record, { setDark }) })
  provideElectron(electron)
  provideAuthorities()

  if (inspectPort !== undefined) inspector.open(inspectPort, '127.0.0.1')
  surviveExceptions()
  runUntilQuit()
  const releaseTimers = isPackaged ? holdTimers() : () => undefined
  const load = Module.createRequire(join(appFolder, 'package.json'))
  for (const file of preloads) load(file)
  load(app.entryFile())
  quitOnSignals(app)
  app.finishLoading()
  // A command may need no Chromium. Electron would become ready for it too.
  const isRequested = await Promise.race([app.readyRequested.then(() => true), nextTurn()])
  if (!isRequested) releaseTimers()
  await app.readyRequested
  const chromium = await Chromium.start(join(app.getPath('sessionData'), 'Chromium'), app.chromiumSwitches())
  app.becomeReady(chromium)
  releaseTimers()
}

run().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
