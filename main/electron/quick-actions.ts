import type { MenuItemConstructorOptions } from 'electron'
import type { Account, AppState, CommandInput, CommandName, PanelName } from '../../contract'
import { panelNames } from '../../contract/choices'
import { optionKeys } from '../../contract/setting-texts'
import { type AccountSetting, type AccountSettingName, accountSettingList } from '../../contract/settings'
import { text } from '../core/text'

/** The actions of menu entries. */
export interface MenuActions {
  /** @param panel the panel that a notification of a failure opens */
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>, panel: PanelName): void
  openPanel(panel: PanelName, then?: 'choose-picture' | 'sign-out'): void
  signOut(): Promise<void>
}

/**
 * Creates the entries that the tray's menu and the application menu share: the account, its most used settings, and the
 * panels.
 */
export function quickActions(state: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const accountItem: MenuItemConstructorOptions = { id: 'account', label: accountLabel(state), enabled: false }
  const { account } = state
  if (!account) return [accountItem]
  return [
    accountItem,
    { type: 'separator' },
    ...accountSettingList()
      .filter(({ tray }) => tray)
      .map((setting) => settingItem(setting, account, actions)),
    { id: 'avatar', label: text('menu.changeAvatar'), click: () => actions.openPanel('avatar', 'choose-picture') },
    { id: 'smtp', label: text('panel.smtp'), submenu: mailServerItems(state, actions) },
    { type: 'separator' },
    {
      id: 'open',
      label: text('menu.openSettings'),
      submenu: panelNames.map((panel) => ({
        id: `open.${panel}`,
        label: text(`panel.${panel}`),
        click: () => actions.openPanel(panel),
      })),
    },
    { id: 'signOut', label: text('session.signOut'), click: () => void actions.signOut() },
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
  const change = (newValue: unknown) => actions.run('account.change', { [name]: newValue }, 'account')
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
  const all = { id: 'checkAll', label: text('menu.checkAll'), click: () => actions.run('smtp.checkAll', {}, 'smtp') }
  if (!mailServers?.length) return [all]
  const items = mailServers.map(({ id, address, fleepCheck }) => {
    // If the app has not checked it, the result of Fleep's own check.
    const label = `${address}: ${text(`check.${mailChecks[id]?.kind ?? fleepCheck.status}`)}`
    return { id: `smtp.${id}`, label, click: () => actions.openPanel('smtp') }
  })
  return [...items, { type: 'separator' }, all]
}
