import { join } from 'node:path'
import { app, clipboard, session as electronSession } from 'electron'
import { config } from 'zod'
import { Diagnostics } from './diagnostics/diagnostics'
import { openLog } from './diagnostics/log'
import { reportDefect } from './diagnostics/report-defect'
import { fleepItself } from './fleep/server-address'
import { keychainName } from './keychain/keychain-name'
import { PreferencesFile } from './preferences'
import { followAccent } from './shell/accent'
import { listenForDefects } from './shell/crashes'
import type { Engine } from './shell/engine'
import { connectWindow } from './shell/ipc'
import { limitEveryPage } from './shell/limits'
import type { OpenLinks } from './shell/links'
import { prepareAnswers, servePages } from './shell/pages'
import { quitAfter } from './shell/quit-after'
import { ThisAppSettings } from './shell/this-app'
import { SettingsWindow } from './shell/window'
import { initialState, Store } from './store'

// To compile a parser for each shape takes longer than the few times that it is used.
config({ jitless: true })

/**
 * The app with its window and its tray.
 * @param isReady when Electron is
 */
export function start(isReady: Promise<void>, openLinks: OpenLinks): void {
  const store = new Store(initialState({ session: { kind: 'restoring' }, server: fleepItself, keychainName }))
  const versions = {
    app: `${app.name} ${app.getVersion()}`,
    electron: `Electron ${process.versions.electron ?? 'of unknown version'}`,
    chromium: `Chromium ${process.versions.chrome ?? 'of unknown version'}`,
  }
  const log = openLog(join(app.getPath('userData'), 'logs'), { ...versions, platform: process.platform })
  const diagnostics = new Diagnostics(store, versions, (text) => clipboard.writeText(text))
  const noteDefect = (reason: unknown) => {
    reportDefect(reason)
    diagnostics.defect(reason)
    log('error', 'defect', reason)
  }
  listenForDefects(noteDefect)
  const preferences = new PreferencesFile(app.getPath('userData'), store.tellOfFile)
  const thisApp = new ThisAppSettings(store, preferences)
  const window: SettingsWindow = new SettingsWindow({
    preferences,
    onLook: () => {
      void thisApp.readDesktop()
      void engine.then(({ session }) => session.wake())
    },
    onClose: () => void thisApp.close(window),
    onCrash: noteDefect,
  })
  const speaks = thisApp.speak()
  prepareAnswers()

  app.on('second-instance', () => window.show())
  app.on('activate', () => window.show())
  app.on('open-url', () => window.show())
  app.on('window-all-closed', () => app.quit())
  const opened = isReady.then(async () => {
    await speaks
    followAccent(store)
    limitEveryPage(electronSession.defaultSession)
    servePages(join(__dirname, '../renderer'), async (address) => (await engine).pictures.read(address))
    connectWindow(
      window,
      engine.then(({ runner }) => runner),
      store,
    )
    thisApp.readChoices()
    if (!(await thisApp.startsHidden())) window.show()
  })
  // What the window does not need to show is loaded while it comes up.
  let running: Engine | undefined
  const engine: Promise<Engine> = opened.then(async () => {
    const { startEngine } = await import('./shell/engine')
    const started = startEngine({ store, window, preferences, thisApp, diagnostics, log, noteDefect })
    openLinks((link) => started.links.open(link))
    running = started
    return started
  })
  quitAfter(() => running?.session.unfinished ?? null)
}
