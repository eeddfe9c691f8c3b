import { useEffect, useState } from 'preact/hooks'
import { Banners } from './banners'
import { AccountPanel } from './panels/account/account-panel'
import { AvatarPanel } from './panels/avatar/avatar-panel'
import { askForPicture, forgetChosen } from './panels/avatar/chosen'
import { isHeldOver } from './panels/avatar/intake'
import { forgetPeople, PeoplePanel } from './panels/people/people-panel'
import { ContinueDialog } from './panels/sign-in/continue-dialog'
import { SignInView } from './panels/sign-in/sign-in-view'
import { isAskingToSignOut } from './panels/sign-in/sign-out-button'
import { SmtpPanel } from './panels/smtp/smtp-panel'
import { forgetEverything } from './saving'
import { Sidebar } from './sidebar'
import { openPanel, state, takeAsked } from './state'

const panels = { account: AccountPanel, smtp: SmtpPanel, avatar: AvatarPanel, people: PeoplePanel }

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
    const then = takeAsked(current?.asked ?? null)
    if (then === 'choose-picture') void askForPicture()
    if (then === 'sign-out') isAskingToSignOut.value = true
  }, [current?.asked?.id])

  if (!current || current.session.kind === 'restoring') {
    return (
      <main class="waiting">
        <p class="late" role="status">
          Looking for your sign-in…
        </p>
      </main>
    )
  }
  if (current.session.kind === 'signed-out') return <SignInView state={current} session={current.session} />

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
          <p>Drop it to use it as your picture</p>
        </div>
      )}
      {isExpired && (asksPassword || isInterrupted) && (
        <ContinueDialog state={current} close={() => setAsksPassword(false)} />
      )}
    </div>
  )
}
