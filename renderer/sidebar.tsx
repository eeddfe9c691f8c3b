import type { PanelName } from './bridge'
import { OwnAvatar } from './panels/avatar/own-avatar'
import { SignOutButton } from './panels/session/sign-out-button'
import { failedOn } from './saving'
import { SearchField } from './search/search-field'
import { entryId } from './show-panel'
import { openPanel, state } from './state'
import { text } from './text'
import { ErrorBoundary, nothing } from './ui/error-boundary'
import { ForeignText } from './ui/foreign-text'
import { AccountIcon, AppIcon, AvatarIcon, DataIcon, MailIcon, PeopleIcon } from './ui/icons'
import './sidebar.css'
import './ui/person-text.css'

const entries: { name: PanelName; Icon: () => preact.JSX.Element }[] = [
  { name: 'account', Icon: AccountIcon },
  { name: 'smtp', Icon: MailIcon },
  { name: 'avatar', Icon: AvatarIcon },
  { name: 'people', Icon: PeopleIcon },
  { name: 'data', Icon: DataIcon },
  { name: 'app', Icon: AppIcon },
]

export function Sidebar() {
  return (
    <header class="sidebar">
      <ErrorBoundary fallback={nothing}>
        <SignedInUser />
      </ErrorBoundary>
      <ErrorBoundary fallback={nothing}>
        <SearchField />
      </ErrorBoundary>
      <nav aria-label={text('panel.all')}>
        {entries.map(({ name, Icon }) => (
          <button
            type="button"
            class="entry"
            key={name}
            id={entryId(name)}
            aria-current={openPanel.value === name ? 'page' : undefined}
            onClick={() => {
              openPanel.value = name
            }}
          >
            <Icon />
            {text(`panel.${name}`)}
            <FailedMark panel={name} />
          </button>
        ))}
      </nav>
      <SignOutButton />
    </header>
  )
}

/** Says on the entry of a panel that a change there failed: the user may have opened another panel meanwhile. */
function FailedMark({ panel }: { panel: PanelName }) {
  const failed = failedOn(panel)
  const count = failed.length
  return (
    // Where the panel is open, its row announces the failure.
    <span class="failed-mark" role="status" aria-live={openPanel.value === panel ? 'off' : 'polite'}>
      {count > 0 && text(failed.some(({ isAction }) => isAction) ? 'saving.failed' : 'saving.failedHere', { count })}
    </span>
  )
}

function SignedInUser() {
  const account = state.account.value
  const lastEmail = state.lastEmail.value
  return (
    <div class="person">
      <OwnAvatar size={40} />
      <div class="person-text">
        <strong>
          <ForeignText text={account?.displayName || lastEmail} />
        </strong>
        <span>{account?.displayName && <ForeignText text={account.email} />}</span>
      </div>
    </div>
  )
}
