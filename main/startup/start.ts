/**
 * The order of the start, and the measures that make the window appear early. The times are from a computer with two
 * cores. Both are busy while a window opens, so work on any thread delays it.
 *
 * 1. `main/index.ts` contains only what Electron needs before it starts.
 * 2. This file is loaded in the first turn of the event loop. Started from the sources, Electron still starts then. In a
 *    packed app that turn comes once Electron is ready, while its GPU and network processes start; loaded earlier, this file
 *    would delay them. It contains what the window needs to appear: 40 ms of the 100 ms that loading all modules takes.
 * 3. `background.ts` is loaded once the window is loading its page: session, commands, menus and updates (60 ms).
 *    Commands that the window sends earlier wait for it.
 *
 * Other measures:
 * - The page has one script and one style sheet, because each file is a request (electron.vite.config.ts). Content
 *   below the first screen is rendered after the first paint (renderer/ui/after-paint.tsx).
 * - The page has no Cross-Origin-Opener-Policy: no other page can open it, and the policy would start a second process.
 * - V8 does not optimize undici's HTTP parser, which is WebAssembly (below): this saves 80 to 180 ms of CPU time.
 * - zod does not compile schemas (below): compiling pays off only after more parses than the app makes.
 * - The system's certificate authorities are read only for a certificate that is not trusted without them (60 to 90 ms), and
 *   its proxies are asked for with each new connection.
 * - The contract's schemas are loaded with the first command, the logger with the first line, and keytar with the first
 *   secret. Whether the desktop shows tray icons is checked when the window gets the focus.
 * - `module.enableCompileCache` is off: V8 would run code from a file in the data folder, which bypasses the integrity
 *   check of the app's archive.
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
import { Closing } from '../electron/closing'
import { listenForDefects } from '../electron/crashes'
import { delayQuit } from '../electron/delay-quit'
import { appInfo, copyText, followAppEvents, onResume, restrictPages } from '../electron/electron-app'
import { connectWindow } from '../electron/ipc'
import { preloadResponse, servePages } from '../electron/pages'
import { SettingsWindow } from '../electron/window'
import { Diagnostics } from '../features/app/diagnostics'
import { PreferencesFile } from '../features/app/preferences-file'
import { fleepServer } from '../fleep/server-address'
import { keychainKind } from '../keychain/keychain-name'
import type { Background } from './background'

config({ jitless: true })
setFlagsFromString('--wasm-tiering-budget=1000000000')

/**
 * Starts the app with its window and its tray.
 * @param ready resolves when Electron is ready
 */
export function start(ready: Promise<void>, openLinks: OpenLinks): void {
  const info = appInfo()
  const first = { ...initialState, server: fleepServer, keychain: keychainKind, appVersion: info.version }
  const store = new Store(first, (reason) => recordDefect(reason))
  const log = openLog(join(info.dataFolder, 'logs'), { ...info.versions, platform: process.platform })
  const diagnostics = new Diagnostics(store, info.versions, copyText)
  const recordDefect = (reason: unknown) => {
    reportDefect(reason)
    diagnostics.recordDefect(reason)
    log('error', 'defect', reason)
  }
  listenForDefects(recordDefect)
  const preferences = new PreferencesFile(info.dataFolder, store.reportFileProblem)
  const appPreferences = new AppPreferences(store, preferences)
  const window: SettingsWindow = new SettingsWindow({
    preferences,
    onFocus: () => {
      void appPreferences.updateHasTray()
      void background.then(({ session }) => session.handleFocus())
    },
    onClose: () => void appPreferences.handleClose(window, closing),
    onCrash: (reason) => {
      recordDefect(reason)
      // The page that replaces it must not carry out again what its predecessor was asked.
      store.change({ uiRequest: null, closeRequest: null })
    },
  })
  const closing: Closing = new Closing(store, window)
  const languageApplied = appPreferences.applyLanguage()
  preloadResponse()
  const opened = ready.then(async () => {
    await languageApplied
    followAccent(store)
    restrictPages()
    servePages(join(__dirname, '../renderer'), async (localUrl) => (await background).pictures.read(localUrl))
    const runner = background.then((started) => started.runner)
    connectWindow(window, runner, store)
    appPreferences.showStored()
    if (!(await appPreferences.startsHidden())) window.show()
  })
  followAppEvents(window, opened)
  const background: Promise<Background> = opened.then(async () => {
    const { startBackground } = await import('./background')
    const started = await startBackground({
      info,
      store,
      window,
      preferences,
      appPreferences,
      closing,
      diagnostics,
      log,
      recordDefect,
    })
    openLinks((link) => started.links.open(link))
    onResume(() => started.session.resume())
    running = started
    return started
  })
  let running: Background | undefined
  delayQuit(() => running?.session)
}
