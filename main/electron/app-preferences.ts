import { app, dialog } from 'electron'
import type { CommandInput } from '../../contract'
import { Failure } from '../core/failure'
import type { Store } from '../core/store'
import { text } from '../core/text'
import { type PreferencesFile, settingsIn } from '../features/app/preferences-file'
import { applyLanguage } from './language'
import { hiddenSwitch, isStartedAtLogin, startsAtLogin } from './login-item'
import { hasTrayHost } from './tray-host'
import type { SettingsWindow } from './window'

/** What the app does on this computer: when it starts, and whether it stays when its window is closed. */
export class AppPreferences {
  constructor(
    private readonly store: Store,
    private readonly preferences: PreferencesFile,
  ) {}

  /** Shows what is stored. */
  readSettings(): void {
    const { hasSeenHint, ...preferences } = this.preferences.read()
    const { hasTray } = this.store.state.appSettings
    const startAtLogin = isStartedAtLogin()
    this.store.change({ appSettings: { ...settingsIn(preferences), startAtLogin, hasSeenHint, hasTray } })
  }

  /** Asks the desktop, which on Linux is a process of its own. */
  async readDesktop(): Promise<void> {
    const hasTray = await hasTrayHost()
    this.store.change({ appSettings: { ...this.store.state.appSettings, hasTray } })
  }

  /** Uses the language that the user chose from now on. */
  async applyLanguage(): Promise<void> {
    this.store.change({ locale: await applyLanguage(this.preferences.read().language) })
  }

  /** @throws Failure for what the system does not let be changed */
  async change({ startAtLogin, ...preferences }: CommandInput<'app.change'>): Promise<void> {
    if (startAtLogin !== undefined) startsAtLogin(startAtLogin)
    const isWritten = this.preferences.write(preferences)
    if (preferences.language !== undefined) await this.applyLanguage()
    this.readSettings()
    await this.readDesktop()
    if (!isWritten) throw new Failure('refused', text('errors.dataFolder'))
  }

  /** Whether to start without a window: at login, if that was chosen and the app can be found again. */
  async startsHidden(): Promise<boolean> {
    const atLogin = process.argv.includes(hiddenSwitch) || app.getLoginItemSettings().wasOpenedAtLogin
    return atLogin && this.preferences.read().startHidden && (await hasTrayHost())
  }

  /** The person closes the window: it is hidden where the app can be found again, which is said once; else the app quits. */
  async close(window: SettingsWindow): Promise<void> {
    const { stayInTray, hasSeenTrayNotice } = this.preferences.read()
    if (!stayInTray || !(await hasTrayHost())) {
      app.quit()
      return
    }
    if (!hasSeenTrayNotice) {
      this.preferences.write({ hasSeenTrayNotice: true })
      const { response } = await dialog.showMessageBox({
        message: text('tray.stays', { app: app.name }),
        detail: text('tray.staysText'),
        buttons: [text('tray.keep'), text('menu.quit')],
        cancelId: 0,
      })
      if (response === 1) {
        await this.change({ stayInTray: false })
        app.quit()
        return
      }
    }
    window.hide()
  }
}
