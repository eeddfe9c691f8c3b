/**
 * What runs when, and why the window is there soon. Times are of a computer with two cores, which are both busy while a
 * window opens: work of any thread makes it later.
 *
 * 1. `main/index.ts` is all that Electron's own start waits for.
 * 2. This file is loaded while Electron starts: what the window needs to show, 40 ms of modules out of 100 ms.
 * 3. `background.ts` is loaded once the window is on its way: session, commands, menus, updates (60 ms). What the window
 *    asks for before waits for it.
 *
 * What else is done for the start:
 * - The page is one flat script and one style sheet, because each file has to be asked for (electron.vite.config.ts), and
 *   what lies below the first screen is drawn after the first paint (renderer/ui/after-paint.tsx).
 * - The page has no Cross-Origin-Opener-Policy: no other page can open it, and a policy would start a second process.
 * - V8 does not optimize undici's HTTP parser, which is WebAssembly (below): that takes 80 to 180 ms of a core.
 * - zod does not compile schemas (below): that pays off after more parses than the app makes.
 * - The contract with its schemas is loaded with the first command, the log with the first line, keytar with the first
 *   secret. The desktop is asked for its tray when the window gets the focus.
 * - `module.enableCompileCache` is off: V8 would run code that a file in the data folder holds, past the archive's fuses.
 */
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { config } from 'zod'
import { initialState } from '../../contract/initial-state'
import { openLog } from '../core/log'
import { reportDefect } from '../core/report-defect'
import { Store } from '../core/store'
import { followAccent } from '../electron/accent'
import type { OpenLinks } from '../electron/app-links'
import { AppPreferences } from '../electron/app-preferences'
import { listenForDefects } from '../electron/crashes'
import { delayQuit } from '../electron/delay-quit'
import { appInfo, copyText, followAppEvents, limitPages } from '../electron/electron-app'
import { connectWindow } from '../electron/ipc'
import { prepareAnswers, servePages } from '../electron/pages'
import { SettingsWindow } from '../electron/window'
import { Diagnostics } from '../features/app/diagnostics'
import { PreferencesFile } from '../features/app/preferences-file'
import { fleepServer } from '../fleep/server-address'
import { keychainName } from '../keychain/keychain-name'
import type { Background } from './background'

config({ jitless: true })
setFlagsFromString('--wasm-tiering-budget=1000000000')

/**
 * Starts the app with its window and its tray.
 * @param isReady resolves when Electron is ready
 */
export function start(isReady: Promise<void>, openLinks: OpenLinks): void {
  const info = appInfo()
  const store = new Store({ ...initialState, server: fleepServer, keychainName })
  const log = openLog(join(info.dataFolder, 'logs'), { ...info.versions, platform: process.platform })
  const diagnostics = new Diagnostics(store, info.versions, copyText)
  const noteDefect = (reason: unknown) => {
    reportDefect(reason)
    diagnostics.defect(reason)
    log('error', 'defect', reason)
  }
  listenForDefects(noteDefect)
  const preferences = new PreferencesFile(info.dataFolder, store.reportFileProblem)
  const appPreferences = new AppPreferences(store, preferences)
  const window: SettingsWindow = new SettingsWindow({
    preferences,
    onFocus: () => {
      void appPreferences.readDesktop()
      void background.then(({ session }) => session.retryNow())
    },
    onClose: () => void appPreferences.close(window),
    onCrash: noteDefect,
  })
  const hasLanguage = appPreferences.applyLanguage()
  prepareAnswers()
  followAppEvents(window)
  const opened = isReady.then(async () => {
    await hasLanguage
    followAccent(store)
    limitPages()
    servePages(join(__dirname, '../renderer'), async (address) => (await background).pictures.read(address))
    const runner = background.then((started) => started.runner)
    connectWindow(window, runner, store)
    appPreferences.readSettings()
    if (!(await appPreferences.startsHidden())) window.show()
  })
  const background: Promise<Background> = opened.then(async () => {
    const { startBackground } = await import('./background')
    const started = startBackground({ info, store, window, preferences, appPreferences, diagnostics, log, noteDefect })
    openLinks((link) => started.links.open(link))
    running = started
    return started
  })
  let running: Background | undefined
  delayQuit(() => running?.session.unfinished ?? null)
}
