import type { AppState, PanelName } from './bridge'
import { SignOutButton } from './panels/session/sign-out-button'
import { SearchField } from './search/search-field'
import { openPanel } from './state'
import { text } from './text'
import { AvatarPicture } from './ui/avatar-picture'
import { ForeignText } from './ui/foreign-text'
import { AccountIcon, AvatarIcon, DataIcon, MailIcon, PeopleIcon } from './ui/icons'

const entries: { name: PanelName; Icon: () => preact.JSX.Element }[] = [
  { name: 'account', Icon: AccountIcon },
  { name: 'smtp', Icon: MailIcon },
  { name: 'avatar', Icon: AvatarIcon },
  { name: 'people', Icon: PeopleIcon },
  { name: 'data', Icon: DataIcon },
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
      <SearchField state={state} />
      <nav aria-label={text('panel.all')}>
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
            {text(`panel.${entry.name}`)}
          </button>
        ))}
      </nav>
      <SignOutButton state={state} />
    </header>
  )
}
