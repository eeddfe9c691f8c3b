import type { MenuItemConstructorOptions } from 'electron'
import type { Account, AppState, CommandInput, CommandName, PanelName } from '../../contract'
import { panelNames } from '../../contract/choices'
import { optionKeys } from '../../contract/setting-texts'
import { type AccountSetting, type AccountSettingName, accountSettingList } from '../../contract/settings'
import { text } from '../core/text'

/** What the menus can do. Every action is in the tray's menu and in the window's. */
export interface MenuActions {
  /** @param panel shows a failure, and lets the user try again */
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>, panel: PanelName): void
  open(panel: PanelName, then?: 'choose-picture' | 'sign-out'): void
  signOut(): void
}

/** Who is signed in, and the settings that people change most; from the same state and commands as the window. */
export function quickActions(state: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const who: MenuItemConstructorOptions = { id: 'who', label: signedInLabel(state), enabled: false }
  const { account } = state
  if (!account) return [who]
  return [
    who,
    { type: 'separator' },
    ...accountSettingList()
      .filter(({ tray }) => tray)
      .map((setting) => settingItem(setting, account, actions)),
    { id: 'avatar', label: text('menu.changeAvatar'), click: () => actions.open('avatar', 'choose-picture') },
    { id: 'smtp', label: text('menu.smtpAccounts'), submenu: mailServers(state, actions) },
    { type: 'separator' },
    {
      id: 'open',
      label: text('menu.openSettings'),
      submenu: panelNames.map((panel) => ({
        id: `open.${panel}`,
        label: text(`panel.${panel}`),
        click: () => actions.open(panel),
      })),
    },
    { id: 'signOut', label: text('session.signOut'), click: () => actions.signOut() },
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
  const change = (wanted: unknown) => actions.run('account.change', { [name]: wanted }, 'account')
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

function signedInLabel({ session, account, connection, lastEmail }: AppState): string {
  if (session.kind === 'signed-out') return text('menu.notSignedIn')
  if (session.kind === 'restoring') return text('session.restoring')
  const name = account?.displayName || lastEmail
  if (session.kind === 'expired') return text('menu.sessionEnded', { name })
  return connection.online ? text('menu.online', { name }) : text('menu.offline', { name })
}

/** The mail servers are known once the panel was open or they were checked. */
function mailServers({ mailServers, mailChecks }: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const all = { id: 'checkAll', label: text('menu.checkAll'), click: () => actions.run('smtp.checkAll', {}, 'smtp') }
  if (!mailServers?.length) return [all]
  const items = mailServers.map(({ id, address, fleepCheck }) => {
    // Without a check of our own, the result of Fleep's.
    const label = `${address}: ${text(`check.${mailChecks[id]?.kind ?? fleepCheck.status}`)}`
    return { id: `smtp.${id}`, label, click: () => actions.open('smtp') }
  })
  return [...items, { type: 'separator' }, all]
}
