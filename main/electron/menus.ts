import type { AppState, CommandInput, CommandName, PanelName, UiAction } from '../../contract'
import { hasStoredPassword } from '../../contract/mail-passwords'
import type { CommandRunner } from '../core/command-runner'
import type { Store } from '../core/store'
import { text } from '../core/text'
import type { Picture } from '../features/avatar/picture-cache'
import { setApplicationMenu } from './application-menu'
import type { Closing } from './closing'
import type { FailureNotice, MenuActions } from './quick-actions'
import { showNotification } from './show-notification'
import { AppTray } from './tray'
import type { SettingsWindow } from './window'

export interface MenusOptions {
  window: SettingsWindow
  runner: CommandRunner
  store: Store
  closing: Closing
}

/** Keeps the tray's menu and the application menu up to date with the state, and runs their actions. */
export class Menus implements MenuActions {
  private readonly tray: AppTray
  /** The shown values as JSON. */
  private shown = ''
  private lastRequestId = 0

  private readonly window: SettingsWindow
  private readonly runner: CommandRunner
  private readonly store: Store
  private readonly closing: Closing

  constructor(
    { window, runner, store, closing }: MenusOptions,
    readPicture: (address: string) => Promise<Picture | null>,
  ) {
    this.window = window
    this.runner = runner
    this.store = store
    this.closing = closing
    this.tray = new AppTray(this, () => window.show(), readPicture)
    store.onChange((state) => this.update(state))
    this.update(store.state)
  }

  run<Name extends CommandName>(name: Name, input: CommandInput<Name>, onFailure: FailureNotice): void {
    void this.runner.run(name, input).then((result) => {
      if (result.ok) return
      // Electron has changed the check mark of the clicked entry.
      this.shown = ''
      this.update(this.store.state)
      this.notifyOfFailure(onFailure, result.error.message)
    })
  }

  /** @param mailServer the id of one whose row is shown */
  openPanel(panel: PanelName | null, then: UiAction | null = null, mailServer: string | null = null): void {
    this.lastRequestId += 1
    this.store.change({ uiRequest: { id: this.lastRequestId, panel, then, mailServer } })
    this.window.show()
  }

  /** If mail passwords are stored, or something typed could not be saved, the window asks the user first. */
  async signOut(): Promise<void> {
    const outcome = await this.closing.saveTyped('sign-out')
    if (outcome === 'overtaken') return
    const hasPasswords = hasStoredPassword(this.store.state.mailPasswords)
    if (hasPasswords || outcome === 'unsaved') this.openPanel('account', 'sign-out')
    else {
      const onFailure: FailureNotice = { title: text('menu.notSignedOut'), panel: 'account' }
      this.run('session.signOut', { forgetMailPasswords: true }, onFailure)
    }
  }

  private notifyOfFailure({ title, panel }: FailureNotice, message: string): void {
    showNotification({ title, body: message }, () => this.openPanel(panel))
  }

  /** Rebuilds the menus, but only if one of the values in them has changed. */
  private update(state: AppState): void {
    // The interrupted command may be from the tray, and only the window can ask for the password.
    const needsPassword = state.session.kind === 'expired' && state.session.interrupted
    if (needsPassword && !this.window.isVisible) this.window.show()
    const { session, account, connection, mailServers, mailChecks, lastEmail, locale } = state
    const checks = Object.entries(mailChecks).map(([id, { kind }]) => [id, kind])
    const values = [session.kind, account, connection.online, mailServers, checks, lastEmail, locale]
    const shown = JSON.stringify([...values, state.update !== null])
    if (shown === this.shown) return
    this.shown = shown
    this.tray.update(state)
    setApplicationMenu(state, this)
  }
}
