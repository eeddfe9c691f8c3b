import { join } from 'node:path'
import { app, clipboard, session as electronSession } from 'electron'
import { config } from 'zod'
import { openLog } from '../core/log'
import { reportDefect } from '../core/report-defect'
import { initialState, Store } from '../core/store'
import { followAccent } from '../electron/accent'
import type { OpenLinks } from '../electron/app-links'
import { AppPreferences } from '../electron/app-preferences'
import { listenForDefects } from '../electron/crashes'
import { quitAfter } from '../electron/delay-quit'
import { connectWindow } from '../electron/ipc'
import { limitEveryPage } from '../electron/navigation-limits'
import { prepareAnswers, servePages } from '../electron/pages'
import { SettingsWindow } from '../electron/window'
import { Diagnostics } from '../features/app/diagnostics'
import { PreferencesFile } from '../features/app/preferences-file'
import { fleepServer } from '../fleep/server-address'
import { keychainName } from '../keychain/keychain-name'
import type { Background } from './background'

// To compile a parser for each shape takes longer than the few times that it is used.
config({ jitless: true })

/**
 * The app with its window and its tray.
 * @param isReady when Electron is
 */
export function start(isReady: Promise<void>, openLinks: OpenLinks): void {
  const store = new Store(initialState({ session: { kind: 'restoring' }, server: fleepServer, keychainName }))
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
  const preferences = new PreferencesFile(app.getPath('userData'), store.reportFileProblem)
  const appPreferences = new AppPreferences(store, preferences)
  const window: SettingsWindow = new SettingsWindow({
    preferences,
    onFocus: () => {
      void appPreferences.readDesktop()
      void engine.then(({ session }) => session.retryNow())
    },
    onClose: () => void appPreferences.close(window),
    onCrash: noteDefect,
  })
  const speaks = appPreferences.speak()
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
    appPreferences.readChoices()
    if (!(await appPreferences.startsHidden())) window.show()
  })
  // What the window does not need to show is loaded while it comes up.
  let running: Background | undefined
  const engine: Promise<Background> = opened.then(async () => {
    const { startBackground } = await import('./background')
    const started = startBackground({ store, window, preferences, appPreferences, diagnostics, log, noteDefect })
    openLinks((link) => started.links.open(link))
    running = started
    return started
  })
  quitAfter(() => running?.session.unfinished ?? null)
}
