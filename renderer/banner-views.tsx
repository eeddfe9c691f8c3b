import { useState } from 'preact/hooks'
import { type CommandError, run } from './bridge'
import { keychainName } from './keychain-name'
import { isKeychainCheckOpen } from './panels/app/app-dialogs'
import { state } from './state'
import { text } from './text'
import { Banner } from './ui/banner'
import { formatTime } from './ui/format-time'
import { findKeys } from './ui/keys'
import { failedRefreshes, refresh } from './ui/use-refresh'

export interface BannerProps {
  signInAgain?: () => void
}

export function SessionEndedBanner({ signInAgain }: BannerProps) {
  return (
    <Banner kind="warning">
      <p>{text('session.endedBanner')}</p>
      <button type="button" onClick={signInAgain}>
        {text('session.enterPassword')}
      </button>
    </Banner>
  )
}

/** Tells a new user how settings are changed here, until they dismiss it. */
export function BasicsBanner() {
  const dismiss = () => void run('app.change', { hasSeenHint: true })
  return <Notice message={text('session.basics', { keys: findKeys })} dismiss={dismiss} />
}

/** Says which of the app's own files could not be used. */
export function FileProblemBanner() {
  return <Notice message={state.fileProblem.value} dismiss={() => void run('app.dismissFileProblem', {})} />
}

/** Says what the last link from an email did. */
export function LinkDoneBanner() {
  return <Notice message={state.linkResult.value} dismiss={() => void run('links.dismiss', { id: null })} />
}

function Notice({ message, dismiss }: { message: string | null; dismiss(): void }) {
  return (
    <Banner kind="info">
      <p>{message}</p>
      <button type="button" onClick={dismiss}>
        {text('common.ok')}
      </button>
    </Banner>
  )
}

export function OfflineBanner() {
  const connection = state.connection.value
  if (connection.online) return null
  const { since, explanation } = connection
  return (
    <Banner kind="warning">
      <p>
        <strong>{text('common.offline')}</strong> {explanation}{' '}
        {since !== null && text('common.asOf', { time: formatTime(since) })}
      </p>
      <TryAgain tryAgain={() => run('account.refresh', {})} />
    </Banner>
  )
}

/** Says why the list of the open panel could not be read. */
export function RefreshFailedBanner() {
  const [failed] = failedRefreshes.value
  if (!failed) return null
  const [command, error] = failed
  return (
    <Banner kind="warning">
      <p>{error.message}</p>
      <TryAgain tryAgain={() => refresh(command)} />
    </Banner>
  )
}

export function PasswordLeftBanner() {
  const problem = state.passwordRemovalProblem.value ?? ''
  return (
    <Banner kind="warning">
      <p>{text('smtp.passwordLeft', { keychain: keychainName(), problem })}</p>
      <WhatIsWrong />
      <TryAgain tryAgain={() => refresh('smtp.refresh')} />
    </Banner>
  )
}

/** Says why nobody is signed in, if the user did not sign out. */
export function SignedOutBanner() {
  const session = state.session.value
  if (session.kind !== 'signed-out') return null
  return (
    <Banner kind="info">
      <p>{session.notice}</p>
      {session.canRestore && <WhatIsWrong />}
      {session.canRestore && <TryAgain tryAgain={() => run('session.restore', {})} />}
    </Banner>
  )
}

/** Opens the check of the keychain. */
function WhatIsWrong() {
  return (
    <button
      type="button"
      onClick={() => {
        isKeychainCheckOpen.value = true
      }}
    >
      {text('keychainCheck.whatIsWrong')}
    </button>
  )
}

function TryAgain({ tryAgain }: { tryAgain(): Promise<unknown> }) {
  const [isTrying, setTrying] = useState(false)
  const click = async () => {
    if (isTrying) return
    setTrying(true)
    await tryAgain()
    setTrying(false)
  }
  return (
    <button type="button" aria-disabled={isTrying} onClick={() => void click()}>
      {text('common.tryAgain')}
    </button>
  )
}

/** Says that the session ends with the app, since it could not be stored. */
export function SessionStorageBanner() {
  const [error, setError] = useState<CommandError | null>(null)
  const storage = state.sessionStorage.value
  if (storage.kind !== 'memory-only') return null
  const isUnreadable = storage.problem === 'unreadable'
  const keep = async () => {
    const result = await run('session.storeAgain', { replace: isUnreadable })
    setError(result.ok ? null : result.error)
  }
  return (
    <Banner kind="info">
      <p>
        {storage.explanation} {error && <span class="error">{error.message}</span>}
      </p>
      {!isUnreadable && storage.problem !== 'data-folder' && <WhatIsWrong />}
      <button type="button" onClick={() => void keep()}>
        {isUnreadable ? text('keychain.replaceEntry') : text('common.tryAgain')}
      </button>
    </Banner>
  )
}
