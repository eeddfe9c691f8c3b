import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Banners } from './banners'
import { run } from './bridge'
import { CloseRequestDialog } from './close-request'
import { FailedPanel, FailedWindow } from './failed-view'
import { AccountPanel } from './panels/account/account-panel'
import { AppDialogs } from './panels/app/app-dialogs'
import { isDraggedOver } from './panels/avatar/drop-and-paste'
import { clearPicture } from './panels/avatar/picture-state'
import { clearPeople } from './panels/people/people-state'
import { resetSaving } from './saving'
import { useShortcuts } from './shortcuts'
import { Sidebar } from './sidebar'
import { openPanel, state } from './state'
import { text } from './text'
import { DialogBoundary } from './ui/dialog-boundary'
import { ErrorBoundary, nothing } from './ui/error-boundary'
import { lazy } from './ui/lazy'
import { useUiRequest } from './ui-request'
import { forgetFields } from './unsaved'
import './app.css'

const panels = {
  account: AccountPanel,
  smtp: lazy(async () => (await import('./panels/smtp/smtp-panel')).SmtpPanel),
  avatar: lazy(async () => (await import('./panels/avatar/avatar-panel')).AvatarPanel),
  data: lazy(async () => (await import('./panels/data/data-panel')).DataPanel),
  people: lazy(async () => (await import('./panels/people/people-panel')).PeoplePanel),
  app: lazy(async () => (await import('./panels/app/app-panel')).AppPanel),
}
const SignInView = lazy(async () => (await import('./panels/session/sign-in-view')).SignInView)
const ContinueDialog = lazy(async () => (await import('./panels/session/continue-dialog')).ContinueDialog)
const MailedLinkDialog = lazy(async () => (await import('./panels/links/mailed-link-dialog')).MailedLinkDialog)

/** The dialogs about the app are apart from everything else: they show the diagnostics when something went wrong. */
export function App() {
  return (
    <>
      <ErrorBoundary fallback={(tryAgain) => <FailedWindow tryAgain={tryAgain} />}>
        <View />
      </ErrorBoundary>
      <AppDialogs />
    </>
  )
}

/** The sign-in view for a user who is signed out; the sidebar and one panel for a user who is signed in. */
function View() {
  const { kind } = state.session.value
  const isSignedOut = kind === 'signed-out'
  useEffect(() => {
    if (!isSignedOut) return
    resetSaving()
    forgetFields()
    clearPicture()
    clearPeople()
    openPanel.value = 'account'
  }, [isSignedOut])
  useUiRequest()
  if (kind === 'restoring') return <Restoring />
  return (
    <>
      {isSignedOut ? <SignInView /> : <Settings />}
      <OpenLink />
      <CloseRequestDialog />
    </>
  )
}

function Restoring() {
  return (
    <main class="waiting">
      <p class="delayed" role="status">
        {text('session.restoring')}
      </p>
    </main>
  )
}

function Settings() {
  useShortcuts()
  const session = state.session.value
  const [isContinuing, setContinuing] = useState(false)
  const Panel = panels[openPanel.value]
  const giveUp = () => {
    void run('session.cancelReauthentication', {})
    setContinuing(false)
  }
  const main = useRef<HTMLElement>(null)
  // A panel begins at its top, wherever the one before was scrolled to.
  useLayoutEffect(() => main.current?.scrollTo(0, 0), [openPanel.value])
  return (
    <div class="window">
      <Sidebar />
      <main class="panel" tabIndex={-1} ref={main}>
        <ErrorBoundary
          key={openPanel.value}
          fallback={(tryAgain) => <FailedPanel panel={openPanel.value} tryAgain={tryAgain} />}
        >
          <Panel />
        </ErrorBoundary>
      </main>
      <ErrorBoundary fallback={nothing}>
        <Banners signInAgain={() => setContinuing(true)} />
      </ErrorBoundary>
      {isDraggedOver.value && (
        <div class="drop-target" aria-hidden="true">
          <p>{text('avatar.dropHere')}</p>
        </div>
      )}
      {session.kind === 'expired' && (isContinuing || session.interrupted) && (
        <DialogBoundary close={giveUp}>
          <ContinueDialog close={() => setContinuing(false)} />
        </DialogBoundary>
      )}
    </div>
  )
}

/** Each step of a link, and each link, gets a dialog with empty fields. */
function OpenLink() {
  const link = state.openLink.value
  return (
    link && (
      <DialogBoundary
        key={`${link.id} ${link.purpose} ${state.session.value.kind}`}
        close={() => void run('links.dismiss', { id: link.id })}
      >
        <MailedLinkDialog link={link} />
      </DialogBoundary>
    )
  )
}
