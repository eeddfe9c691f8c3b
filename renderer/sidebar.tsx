import type { AppState, PanelName } from './bridge'
import { SignOutButton } from './panels/sign-in/sign-out-button'
import { openPanel } from './state'
import { AvatarPicture } from './ui/avatar-picture'
import { ForeignText } from './ui/foreign-text'
import { AccountIcon, AvatarIcon, DataIcon, MailIcon, PeopleIcon } from './ui/icons'

const entries: { name: PanelName; label: string; Icon: () => preact.JSX.Element }[] = [
  { name: 'account', label: 'Account', Icon: AccountIcon },
  { name: 'smtp', label: 'SMTP', Icon: MailIcon },
  { name: 'avatar', label: 'Avatar', Icon: AvatarIcon },
  { name: 'people', label: 'People', Icon: PeopleIcon },
  { name: 'data', label: 'Your data', Icon: DataIcon },
]

export function Sidebar({ state }: { state: AppState }) {
  const name = state.account?.displayName || state.lastEmail
  return (
    <header class="sidebar">
      <div class="person">
        <AvatarPicture state={state} size={40} />
        <div class="person-text">
          <strong>
            <ForeignText text={name} />
          </strong>
          <span>
            <ForeignText text={state.account?.email ?? state.lastEmail} />
          </span>
        </div>
      </div>
      <nav aria-label="Settings">
        {entries.map((entry) => (
          <button
            type="button"
            class="entry"
            key={entry.name}
            aria-current={openPanel.value === entry.name ? 'page' : undefined}
            onClick={() => {
              openPanel.value = entry.name
            }}
          >
            <entry.Icon />
            {entry.label}
          </button>
        ))}
      </nav>
      <SignOutButton state={state} />
    </header>
  )
}
