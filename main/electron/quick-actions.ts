import type { MenuItemConstructorOptions } from 'electron'
import type { Account, AppState, CommandInput, CommandName, PanelName, UiAction } from '../../contract'
import { optionKeys } from '../../contract/setting-texts'
import { type AccountSetting, type AccountSettingName, accountSettingList } from '../../contract/settings'
import { text } from '../core/text'

/** The actions of menu entries. */
export interface MenuActions {
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>, onFailure: FailureNotice): void
  /** Shows the window. @param panel null leaves the open one */
  openPanel(panel: PanelName | null, then?: UiAction): void
  signOut(): Promise<void>
}

/** The notification of a failure. */
export interface FailureNotice {
  title: string
  /** The panel that a click opens. */
  panel: PanelName
}

/** Creates the entries that the tray's menu and the application menu share: the account and what is most used of it. */
export function quickActions(state: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const accountItem: MenuItemConstructorOptions = { id: 'account', label: accountLabel(state), enabled: false }
  const { account } = state
  if (state.session.kind === 'signed-out') {
    const click = () => actions.openPanel(null, 'sign-in')
    return [accountItem, { id: 'signIn', label: text('menu.signIn'), click }]
  }
  if (!account) return [accountItem]
  return [
    accountItem,
    { type: 'separator' },
    ...accountSettingList()
      .filter(({ tray }) => tray)
      .map((setting) => settingItem(setting, account, actions)),
    { id: 'smtp', label: text('panel.smtp'), submenu: mailServerItems(state, actions) },
    { id: 'avatar', label: text('menu.changeAvatar'), click: () => actions.openPanel('avatar', 'choose-picture') },
  ]
}

/** A switch is a checkbox; a choice is a submenu with an entry for each option. */
function settingItem(
  setting: AccountSetting & { name: AccountSettingName },
  account: Account,
  actions: MenuActions,
): MenuItemConstructorOptions {
  const { name } = setting
  const label = text(`setting.${name}`)
  const value = account[name]
  const onFailure: FailureNotice = { title: text('menu.notChanged', { setting: label }), panel: 'account' }
  const change = (newValue: unknown) => actions.run('account.change', { [name]: newValue }, onFailure)
  if (setting.kind !== 'choice') {
    return { id: name, label, type: 'checkbox', checked: value === true, click: () => change(!value) }
  }
  const submenu = optionKeys(name, setting.options).map(({ option, key }) => ({
    id: `${name}.${option}`,
    label: text(key),
    type: 'radio' as const,
    checked: value === option,
    click: () => change(option),
  }))
  return { id: name, label, submenu }
}

function accountLabel({ session, account, connection, lastEmail }: AppState): string {
  if (session.kind === 'signed-out') return text('menu.notSignedIn')
  if (session.kind === 'restoring') return text('session.restoring')
  const name = account?.displayName || lastEmail
  if (session.kind === 'expired') return text('menu.sessionEnded', { name })
  return connection.online ? text('menu.online', { name }) : text('menu.offline', { name })
}

/** The mail servers are in the state once the panel was opened or all of them were checked. */
function mailServerItems({ mailServers, mailChecks }: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const onFailure: FailureNotice = { title: text('menu.checkFailed'), panel: 'smtp' }
  const all = { id: 'checkAll', label: text('menu.checkAll'), click: () => actions.run('smtp.checkAll', {}, onFailure) }
  if (!mailServers?.length) return [all]
  const items = mailServers.map(({ id, address, fleepCheck }) => {
    // If the app has not checked it, the result of Fleep's own check.
    const label = `${address}: ${text(`check.${mailChecks[id]?.kind ?? fleepCheck.status}`)}`
    return { id: `smtp.${id}`, label, click: () => actions.openPanel('smtp') }
  })
  return [...items, { type: 'separator' }, all]
}
