import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { app, clipboard, dialog, session as electronSession } from 'electron'
import { commandWords } from './command-line/words'
import { CommandRunner } from './commands/runner'
import { Diagnostics } from './diagnostics/diagnostics'
import { openLog } from './diagnostics/log'
import { placesOf } from './diagnostics/redact'
import { fleepItself, parseServerAddress } from './fleep/server-address'
import { OsKeychain } from './keychain/keychain'
import { keychainName } from './keychain/keychain-name'
import { createParts } from './parts'
import { PreferencesFile } from './preferences'
import { readOption } from './shell/command-line'
import { listenForDefects } from './shell/crashes'
import { noticeExports } from './shell/export-notice'
import { chooseFile, chooseTarget } from './shell/file-dialog'
import { connectWindow } from './shell/ipc'
import { limitEveryPage } from './shell/limits'
import { listenForLinks } from './shell/links'
import { Menus } from './shell/menus'
import { registerPageScheme, servePages } from './shell/pages'
import { ThisAppSettings } from './shell/this-app'
import { findUpdateSource } from './shell/updater'
import { SettingsWindow } from './shell/window'
import { initialState, Store } from './store'
import { Updates } from './updates/updates'

app.enableSandbox()
registerPageScheme()
const dataFolder = readOption(process.argv, 'user-data-dir')
if (dataFolder) app.setPath('userData', dataFolder)

// A second start must not touch any store: it only brings the first one's window forward. A command is no start.
const words = commandWords(process.argv)
if (words) void runCommand(words)
else if (app.requestSingleInstanceLock()) start()
else app.quit()

function start(): void {
  const store = new Store(initialState({ session: { kind: 'restoring' }, server: fleepItself, keychainName }))
  const log = openLog(join(app.getPath('userData'), 'logs'))
  const versions = {
    app: `${app.name} ${app.getVersion()}`,
    electron: `Electron ${process.versions.electron ?? 'of unknown version'}`,
    chromium: `Chromium ${process.versions.chrome ?? 'of unknown version'}`,
  }
  const diagnostics = new Diagnostics(store, versions, (text) => clipboard.writeText(text))
  const noteDefect = (reason: unknown) => {
    reportDefect(reason)
    diagnostics.defect(reason)
    log('error', 'defect', reason)
  }
  listenForDefects(noteDefect)
  log('info', 'start', { ...versions, platform: process.platform })
  const preferences = new PreferencesFile(join(app.getPath('userData'), 'preferences.json'), store.tellOfFile)
  const updates = new Updates(store, findUpdateSource, {
    read: () => preferences.read().declinedUpdate,
    write: (declinedUpdate) => preferences.write({ declinedUpdate }),
  })
  const thisApp = new ThisAppSettings(store, preferences)
  const window: SettingsWindow = new SettingsWindow({
    preferences,
    onLook: () => session.wake(),
    onClose: () => void thisApp.close(window),
    onCrash: noteDefect,
  })
  const { session, pictures, links, handlers } = createParts({
    store,
    keychain: new OsKeychain(app.name),
    dataFolder: app.getPath('userData'),
    chooseFile: (kind) => chooseFile(window.current, kind),
    chooseTarget: (name) => chooseTarget(window.current, name),
    changeApp: (changes) => thisApp.change(changes),
    diagnostics,
    updates,
  })
  const runner = new CommandRunner(
    handlers,
    noteDefect,
    () => session.accountId,
    (name, code) => {
      diagnostics.failed(name, code)
      log('warn', 'command failed', { name, code })
    },
  )
  // The keychain and Fleep are asked while the first window is being made.
  const { server, problem } = serverFromCommandLine()
  const restored = session.restore(server)
  const openFirstLink = listenForLinks((link) => links.open(link))

  app.on('second-instance', () => window.show())
  app.on('activate', () => window.show())
  app.on('open-url', () => window.show())
  app.on('window-all-closed', () => app.quit())
  void app.whenReady().then(async () => {
    limitEveryPage(electronSession.defaultSession)
    const readPicture = (address: string) => pictures.read(address)
    servePages(join(__dirname, '../renderer'), readPicture)
    const menus = new Menus(window, runner, store, readPicture)
    noticeExports(store, () => menus.open('data'))
    connectWindow(window, runner, store)
    if (!(await thisApp.startsHidden())) window.show()
    void thisApp.read()
    if (problem) dialog.showErrorBox('--server', problem)
    openFirstLink()
    await restored
    await updates.watch()
  })
}

/** One command, without a window, beside an app that may be running. */
async function runCommand(typed: string[]): Promise<void> {
  app.dock?.hide()
  const { runCommandLine } = await import('./command-line')
  // What Chromium keeps of its own belongs to the running app.
  const own = mkdtempSync(join(app.getPath('temp'), 'fleep-settings-'))
  app.setPath('sessionData', own)
  const exitCode = await runCommandLine(typed, app.getPath('userData'), app.name).catch((reason) => {
    reportDefect(reason)
    return 1
  })
  rmSync(own, { recursive: true, force: true })
  app.exit(exitCode)
}

/** `--server=https://…` or `--server https://…`: fills the sign-in form; a session that is stored for another server is not touched. */
function serverFromCommandLine(): { server?: string; problem?: string } {
  const typed = readOption(process.argv, 'server')
  if (!typed) return {}
  try {
    return { server: parseServerAddress(typed) }
  } catch (reason) {
    return { problem: (reason as Error).message }
  }
}

/** What no sentence was written for. The text may hold anything, so only its kind and place are printed. */
function reportDefect(reason: unknown): void {
  const error = reason instanceof Error ? reason : new Error('unknown')
  process.stderr.write(`${[`A defect: ${error.name}`, ...placesOf(error)].join('\n')}\n`)
}
