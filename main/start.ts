import { join } from 'node:path'
import { app, clipboard, dialog, session as electronSession } from 'electron'
import { CommandRunner } from './commands/runner'
import { Diagnostics } from './diagnostics/diagnostics'
import { openLog } from './diagnostics/log'
import { reportDefect } from './diagnostics/report-defect'
import { fleepItself, parseServerAddress } from './fleep/server-address'
import { OsKeychain } from './keychain/keychain'
import { keychainName } from './keychain/keychain-name'
import { createParts } from './parts'
import { PreferencesFile } from './preferences'
import { followAccent } from './shell/accent'
import { readOption } from './shell/command-line'
import { listenForDefects } from './shell/crashes'
import { noticeExports } from './shell/export-notice'
import { chooseFile, chooseTarget } from './shell/file-dialog'
import { connectWindow } from './shell/ipc'
import { limitEveryPage } from './shell/limits'
import type { OpenLinks } from './shell/links'
import { Menus } from './shell/menus'
import { prepareAnswers, servePages } from './shell/pages'
import { quitAfter } from './shell/quit-after'
import { ThisAppSettings } from './shell/this-app'
import { findUpdateSource } from './shell/updater'
import { SettingsWindow } from './shell/window'
import { initialState, Store } from './store'
import { Updates } from './updates/updates'

/**
 * The app with its window and its tray.
 * @param isReady when Electron is
 */
export function start(isReady: Promise<void>, openLinks: OpenLinks): void {
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
  const preferences = new PreferencesFile(app.getPath('userData'), store.tellOfFile)
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
  const speaks = thisApp.speak()
  const restored = speaks.then(() => session.restore(server))
  void thisApp.read()
  prepareAnswers()

  app.on('second-instance', () => window.show())
  app.on('activate', () => window.show())
  app.on('open-url', () => window.show())
  app.on('window-all-closed', () => app.quit())
  quitAfter(() => session.unfinished)
  void isReady.then(async () => {
    await speaks
    followAccent(store)
    limitEveryPage(electronSession.defaultSession)
    const readPicture = (address: string) => pictures.read(address)
    servePages(join(__dirname, '../renderer'), readPicture)
    const menus = new Menus(window, runner, store, readPicture)
    noticeExports(store, () => menus.open('data'))
    connectWindow(window, runner, store)
    if (!(await thisApp.startsHidden())) window.show()
    if (problem) dialog.showErrorBox('--server', problem)
    openLinks((link) => links.open(link))
    await restored
    await updates.watch()
  })
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
