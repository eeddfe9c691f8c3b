import type { AppState, CommandResult } from '../../../contract'

/** A row of the Account panel as data, so that the compared panels draw the same. */
export type Row =
  | { kind: 'text' | 'switch'; id: string; label: string; help: string; value: string | boolean }
  | {
      kind: 'choice'
      id: string
      label: string
      help: string
      value: string
      options: [value: string, label: string][]
    }
  | { kind: 'button'; id: string; label: string; help: string; action: string }
  | { kind: 'value'; id: string; label: string; help: string; value: string }

export interface Group {
  title: string
  rows: Row[]
}

export function groupsOf({ account, aliases }: AppState): Group[] {
  if (!account) return []
  const text = (id: string, label: string, help: string, value: string): Row => ({
    kind: 'text',
    id,
    label,
    help,
    value,
  })
  const on = (id: string, label: string, help: string, value: boolean): Row => ({
    kind: 'switch',
    id,
    label,
    help,
    value,
  })
  const button = (id: string, label: string, help: string, action: string): Row => ({
    kind: 'button',
    id,
    label,
    help,
    action,
  })
  return [
    {
      title: 'Profile',
      rows: [
        text('displayName', 'Name', 'Shown to everyone you talk to.', account.displayName),
        text('phoneNumber', 'Phone number', 'People who have you in their contacts may see it.', account.phoneNumber),
        {
          kind: 'value',
          id: 'fleepAddress',
          label: 'Fleep ID',
          help: 'This can’t be changed.',
          value: account.fleepAddress ?? '',
        },
      ],
    },
    {
      title: 'Addresses',
      rows: [
        { kind: 'value', id: 'primary', label: account.email, help: 'You sign in with it.', value: 'Primary' },
        ...(aliases ?? []).map(({ email, confirmed }) =>
          button(email, email, confirmed ? 'People can also reach you here.' : 'Waits for its link.', 'Remove…'),
        ),
        text('new-address', 'Another address', '', ''),
      ],
    },
    {
      title: 'Email',
      rows: [
        {
          kind: 'choice',
          id: 'emailInterval',
          label: 'Email notifications',
          help: 'A summary of your unread messages.',
          value: account.emailInterval ?? '',
          options: [
            ['hourly', 'Hourly'],
            ['daily', 'Daily'],
            ['never', 'Never'],
          ],
        },
        on('automute', 'Mute email from new senders', 'New senders are muted.', account.automute),
        on('newsletter', 'Newsletter', 'Occasional news about Fleep.', account.newsletter ?? false),
        button('mailed-links', 'Links in Fleep’s emails', 'See what a link does before it does it.', 'Use a link…'),
      ],
    },
    {
      title: 'Privacy',
      rows: [on('fullPrivacy', 'Full privacy', 'Others can’t see when you read.', account.fullPrivacy)],
    },
    {
      title: 'Security',
      rows: [button('password', 'Password', 'Changing it signs you out elsewhere.', 'Change password…')],
    },
    { title: 'Advanced', rows: account.flags.map((flag) => on(flag, flag, 'Added by name.', true)) },
  ]
}

export function change(id: string, value: string | boolean): Promise<CommandResult> {
  return window.fleepSettings.run('account.change', { [id]: value })
}
