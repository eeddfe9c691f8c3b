import { useEffect, useState } from 'preact/hooks'
import { Banners } from './banners'
import { AccountPanel } from './panels/account/account-panel'
import { AvatarPanel } from './panels/avatar/avatar-panel'
import { isHeldOver } from './panels/avatar/drop-and-paste'
import { askForPicture, forgetChosen } from './panels/avatar/picture-state'
import { forgetPeople } from './panels/people/people-state'
import { ContinueDialog } from './panels/session/continue-dialog'
import { SignInView } from './panels/session/sign-in-view'
import { isAskingToSignOut } from './panels/session/sign-out-button'
import { forgetEverything } from './saving'
import { Sidebar } from './sidebar'
import { openPanel, state, takeUiRequest } from './state'
import { text } from './text'
import { lazy } from './ui/lazy'

const panels = {
  account: AccountPanel,
  smtp: lazy(async () => (await import('./panels/smtp/smtp-panel')).SmtpPanel),
  avatar: AvatarPanel,
  data: lazy(async () => (await import('./panels/data/data-panel')).DataPanel),
  people: lazy(async () => (await import('./panels/people/people-panel')).PeoplePanel),
}
const MailedLink = lazy(async () => (await import('./panels/links/mailed-link')).MailedLink)

/** Signed out: the sign-in view. Signed in: the sidebar and one panel. */
export function App() {
  const current = state.value
  const isSignedOut = current?.session.kind === 'signed-out'
  const [asksPassword, setAsksPassword] = useState(false)
  useEffect(() => {
    if (!isSignedOut) return
    forgetEverything()
    forgetChosen()
    forgetPeople()
  }, [isSignedOut])
  useEffect(() => {
    const then = takeUiRequest(current?.uiRequest ?? null)
    if (then === 'choose-picture') void askForPicture()
    if (then === 'sign-out') isAskingToSignOut.value = true
  }, [current?.uiRequest?.id])

  if (!current || current.session.kind === 'restoring') {
    return (
      <main class="waiting">
        <p class="late" role="status">
          {text('session.restoring')}
        </p>
      </main>
    )
  }
  const { openLink } = current
  const link = openLink && (
    <MailedLink key={`${openLink.id} ${openLink.purpose} ${current.session.kind}`} state={current} link={openLink} />
  )
  if (current.session.kind === 'signed-out') {
    return (
      <>
        <SignInView state={current} session={current.session} />
        {link}
      </>
    )
  }

  const Panel = panels[openPanel.value]
  const isExpired = current.session.kind === 'expired'
  const isInterrupted = current.session.kind === 'expired' && current.session.interrupted
  return (
    <div class="window">
      <Sidebar state={current} />
      <main class="panel" tabIndex={-1}>
        <Banners state={current} signInAgain={() => setAsksPassword(true)} />
        <Panel state={current} />
      </main>
      {isHeldOver.value && (
        <div class="drop-here" aria-hidden="true">
          <p>{text('avatar.dropHere')}</p>
        </div>
      )}
      {link}
      {isExpired && (asksPassword || isInterrupted) && (
        <ContinueDialog state={current} close={() => setAsksPassword(false)} />
      )}
    </div>
  )
}
