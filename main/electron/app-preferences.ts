import { app, dialog } from 'electron'
import type { CommandInput } from '../../contract'
import { Failure } from '../core/failure'
import { argumentsBeforeLink } from '../core/read-option'
import type { Store } from '../core/store'
import { text } from '../core/text'
import { type PreferencesFile, settingsIn } from '../features/app/preferences-file'
import type { Closing } from './closing'
import { applyLanguage } from './language'
import { hiddenSwitch, isStartedAtLogin, setStartAtLogin } from './login-item'
import { hasTrayHost } from './tray-host'
import type { SettingsWindow } from './window'

/** Applies the app's own settings on this computer and shows them in the state. */
export class AppPreferences {
  constructor(
    private readonly store: Store,
    private readonly preferences: PreferencesFile,
  ) {}

  /** Shows the stored settings. */
  showStored(): void {
    const { toldOfBasics: hasSeenHint, ...preferences } = this.preferences.read()
    const { hasTray } = this.store.state.appSettings
    const startAtLogin = isStartedAtLogin()
    this.store.change({ appSettings: { ...settingsIn(preferences), startAtLogin, hasSeenHint, hasTray } })
  }

  /** Checks again whether the desktop shows tray icons, which can change at any time on Linux. */
  async updateHasTray(): Promise<void> {
    const hasTray = await hasTrayHost()
    this.store.change({ appSettings: { ...this.store.state.appSettings, hasTray } })
  }

  /** Sets the language that the user chose. */
  async applyLanguage(): Promise<void> {
    this.store.change({ locale: await applyLanguage(this.preferences.read().language) })
  }

  /** @throws Failure `refused` if the login item or the preferences file cannot be written */
  async change({ startAtLogin, hasSeenHint, ...settings }: CommandInput<'app.change'>): Promise<void> {
    if (startAtLogin !== undefined) setStartAtLogin(startAtLogin)
    const isWritten = this.preferences.write({ ...settings, toldOfBasics: hasSeenHint })
    if (settings.language !== undefined) await this.applyLanguage()
    this.showStored()
    await this.updateHasTray()
    if (!isWritten) throw new Failure('refused', text('errors.dataFolder'))
  }

  /** Whether to start without a window: at login, if the user chose this and the tray icon is visible. */
  async startsHidden(): Promise<boolean> {
    const isAtLogin =
      argumentsBeforeLink(process.argv).includes(hiddenSwitch) || app.getLoginItemSettings().wasOpenedAtLogin
    return isAtLogin && this.preferences.read().startHidden && (await hasTrayHost())
  }

  /**
   * To be called when the user closes the window. Hides it if the app should stay in the tray and the tray icon is
   * visible, with a notice the first time. Otherwise quits the app. What is typed is saved first.
   */
  async handleClose(window: SettingsWindow, closing: Closing): Promise<void> {
    const { stayInTray, toldOfTray } = this.preferences.read()
    if (!stayInTray || !(await hasTrayHost())) {
      app.quit()
      return
    }
    if (!toldOfTray) {
      this.preferences.write({ toldOfTray: true })
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
    await closing.saveTyped('hide')
  }
}
