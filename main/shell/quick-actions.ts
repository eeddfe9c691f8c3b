import type { MenuItemConstructorOptions } from 'electron'
import {
  type AppState,
  type CommandInput,
  type CommandName,
  emailIntervals,
  type PanelName,
} from '../../preload/contract'

/** What the menus can do. Every action is in the tray's menu and in the window's. */
export interface MenuActions {
  /** @param panel where a failure is shown and can be mended */
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>, panel: PanelName): void
  open(panel: PanelName, then?: 'choose-picture' | 'sign-out'): void
  signOut(): void
}

const panels: Record<PanelName, string> = {
  account: 'Account',
  smtp: 'SMTP',
  avatar: 'Avatar',
  people: 'People',
  data: 'Your data',
}
const intervals = { hourly: 'Hourly', daily: 'Daily', never: 'Never' }

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
      label: 'Email notifications',
      submenu: emailIntervals.map((emailInterval) => ({
        id: `emailInterval.${emailInterval}`,
        label: intervals[emailInterval],
        type: 'radio',
        checked: account.emailInterval === emailInterval,
        click: () => change({ emailInterval }),
      })),
    },
    toggle('fullPrivacy', 'Full privacy'),
    toggle('automute', 'Mute mail from new senders'),
    toggle('newsletter', 'Newsletter'),
    { id: 'avatar', label: 'Change avatar…', click: () => actions.open('avatar', 'choose-picture') },
    { id: 'smtp', label: 'SMTP accounts', submenu: mailServers(state, actions) },
    { type: 'separator' },
    {
      id: 'open',
      label: 'Open settings',
      submenu: Object.entries(panels).map(([panel, label]) => ({
        id: `open.${panel}`,
        label,
        click: () => actions.open(panel as PanelName),
      })),
    },
    { id: 'signOut', label: 'Sign out', click: () => actions.signOut() },
  ]
}

function whoIsSignedIn({ session, account, connection, lastEmail }: AppState): string {
  if (session.kind === 'signed-out') return 'Not signed in'
  if (session.kind === 'restoring') return 'Looking for your sign-in…'
  const how = session.kind === 'expired' ? 'session ended' : connection.online ? 'online' : 'offline'
  return `${account?.displayName || lastEmail}, ${how}`
}

/** The accounts are known once the panel was open or they were checked. */
function mailServers({ smtpAccounts, mailChecks }: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const all = { id: 'checkAll', label: 'Check all', click: () => actions.run('smtp.checkAll', {}, 'smtp') }
  if (!smtpAccounts?.length) return [all]
  const words = {
    running: 'being checked',
    working: 'works',
    failed: 'does not work',
    waiting: 'not checked yet',
  }
  const items = smtpAccounts.map(({ id, address, fleepCheck }) => {
    // Where this app has not tried it, what Fleep found.
    const label = `${address}: ${words[mailChecks[id]?.kind ?? fleepCheck.status]}`
    return { id: `smtp.${id}`, label, click: () => actions.open('smtp') }
  })
  return [...items, { type: 'separator' }, all]
}
