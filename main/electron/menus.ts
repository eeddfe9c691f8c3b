import { Notification } from 'electron'
import type { AppState, CommandInput, CommandName, PanelName } from '../../contract'
import type { CommandRunner } from '../core/command-runner'
import type { Store } from '../core/store'
import { text } from '../core/text'
import type { Picture } from '../features/avatar/picture-cache'
import { setApplicationMenu } from './application-menu'
import type { MenuActions } from './quick-actions'
import { AppTray } from './tray'
import type { SettingsWindow } from './window'

/** The tray's menu and the window's, both views of the state; their actions are commands like any other. */
export class Menus implements MenuActions {
  private readonly tray: AppTray
  private shown = ''
  private lastAsked = 0

  constructor(
    private readonly window: SettingsWindow,
    private readonly runner: CommandRunner,
    private readonly store: Store,
    readPicture: (address: string) => Promise<Picture | null>,
  ) {
    this.tray = new AppTray(this, () => window.show(), readPicture)
    store.onChange((state) => this.update(state))
    this.update(store.state)
  }

  run<Name extends CommandName>(name: Name, input: CommandInput<Name>, panel: PanelName): void {
    void this.runner.run(name, input).then((result) => {
      if (!result.ok) this.tell(result.error.message, panel)
    })
  }

  open(panel: PanelName, then: 'choose-picture' | 'sign-out' | null = null): void {
    this.lastAsked += 1
    this.store.change({ uiRequest: { id: this.lastAsked, panel, then } })
    this.window.show()
  }

  /** Where there is something to choose, the window asks. */
  signOut(): void {
    const hasPasswords = Object.values(this.store.state.mailPasswords).some(({ kind }) => kind === 'stored')
    if (hasPasswords) this.open('account', 'sign-out')
    else this.run('session.signOut', { forgetMailPasswords: true }, 'account')
  }

  /** A failed action opens the panel in which it can be mended. */
  private tell(message: string, panel: PanelName): void {
    const notification = new Notification({ title: text('menu.failed'), body: message })
    notification.on('click', () => this.open(panel))
    notification.show()
  }

  /** Menus are rebuilt as a whole, so only when something in them is different. */
  private update(state: AppState): void {
    // What was begun in the tray waits for the password.
    const waits = state.session.kind === 'expired' && state.session.interrupted
    if (waits && !this.window.isVisible) this.window.show()
    const { session, account, connection, mailServers, mailChecks, lastEmail, locale } = state
    const kinds = Object.entries(mailChecks).map(([id, { kind }]) => [id, kind])
    const seen = JSON.stringify([session.kind, account, connection.online, mailServers, kinds, lastEmail, locale])
    if (seen === this.shown) return
    this.shown = seen
    this.tray.update(state)
    setApplicationMenu(state, this)
  }
}
