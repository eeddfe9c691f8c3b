import type { MenuItemConstructorOptions } from 'electron'
import { emailIntervals, panelNames } from '../../contract/choices'
import type { AppState, CommandInput, CommandName, PanelName } from '../../contract/contract'
import { text } from '../core/text'

/** What the menus can do. Every action is in the tray's menu and in the window's. */
export interface MenuActions {
  /** @param panel where a failure is shown and can be mended */
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>, panel: PanelName): void
  open(panel: PanelName, then?: 'choose-picture' | 'sign-out'): void
  signOut(): void
}

/** Who is signed in, and the few things that people change most; from the same state and commands as the window. */
export function quickActions(state: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const who: MenuItemConstructorOptions = { id: 'who', label: whoIsSignedIn(state), enabled: false }
  if (!state.account) return [who]
  const { account } = state
  const change = (changes: CommandInput<'account.change'>) => actions.run('account.change', changes, 'account')
  const toggle = (id: 'fullPrivacy' | 'automute' | 'newsletter', label: string): MenuItemConstructorOptions => ({
    id,
    label,
    type: 'checkbox',
    checked: account[id],
    click: () => change({ [id]: !account[id] }),
  })
  return [
    who,
    { type: 'separator' },
    {
      id: 'emailInterval',
      label: text('account.emailNotifications'),
      submenu: emailIntervals.map((emailInterval) => ({
        id: `emailInterval.${emailInterval}`,
        label: text(`emailInterval.${emailInterval}`),
        type: 'radio',
        checked: account.emailInterval === emailInterval,
        click: () => change({ emailInterval }),
      })),
    },
    toggle('fullPrivacy', text('account.fullPrivacy')),
    toggle('automute', text('account.automute')),
    toggle('newsletter', text('account.newsletter')),
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

function whoIsSignedIn({ session, account, connection, lastEmail }: AppState): string {
  if (session.kind === 'signed-out') return text('menu.notSignedIn')
  if (session.kind === 'restoring') return text('session.restoring')
  const name = account?.displayName || lastEmail
  if (session.kind === 'expired') return text('menu.sessionEnded', { name })
  return connection.online ? text('menu.online', { name }) : text('menu.offline', { name })
}

/** The accounts are known once the panel was open or they were checked. */
function mailServers({ mailServers, mailChecks }: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const all = { id: 'checkAll', label: text('menu.checkAll'), click: () => actions.run('smtp.checkAll', {}, 'smtp') }
  if (!mailServers?.length) return [all]
  const items = mailServers.map(({ id, address, fleepCheck }) => {
    // Where this app has not tried it, what Fleep found.
    const label = `${address}: ${text(`check.${mailChecks[id]?.kind ?? fleepCheck.status}`)}`
    return { id: `smtp.${id}`, label, click: () => actions.open('smtp') }
  })
  return [...items, { type: 'separator' }, all]
}
