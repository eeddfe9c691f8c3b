import { useState } from 'preact/hooks'
import { type CommandError, run } from './bridge'
import { state } from './state'
import { text } from './text'
import { Banner } from './ui/banner'
import { formatTime } from './ui/format-time'
import { findKeys } from './ui/keys'
import { lazy } from './ui/lazy'
import './banners.css'

const UpdateBanner = lazy(async () => (await import('./panels/updates/update-banner')).UpdateBanner)

/** Messages above every panel, such as a lost connection or an expired session. */
export function Banners({ signInAgain }: { signInAgain(): void }) {
  const session = state.session.value
  const update = state.update.value
  return (
    <div class="banners">
      <LinkDoneBanner />
      <FileProblemBanner />
      {!state.appSettings.value.hasSeenHint && <BasicsBanner />}
      <OfflineBanner />
      {session.kind === 'expired' && !session.interrupted && (
        <Banner kind="warning">
          <p>{text('session.endedBanner')}</p>
          <button type="button" onClick={signInAgain}>
            {text('session.enterPassword')}
          </button>
        </Banner>
      )}
      {state.sessionStorage.value.kind === 'memory-only' && <SessionStorageBanner />}
      {update && update.kind !== 'none' && <UpdateBanner />}
    </div>
  )
}

/** Tells a new user how settings are changed here, until they dismiss it. */
function BasicsBanner() {
  const dismiss = () => void run('app.change', { hasSeenHint: true })
  return <Notice message={text('session.basics', { keys: findKeys })} dismiss={dismiss} />
}

/** Says which of the app's own files could not be used. */
export function FileProblemBanner() {
  return <Notice message={state.fileProblem.value} dismiss={() => void run('app.dismissFileProblem', {})} />
}

/** Says what the last link from an email did. */
export function LinkDoneBanner() {
  return <Notice message={state.linkResult.value} dismiss={() => void run('links.dismiss', {})} />
}

function Notice({ message, dismiss }: { message: string | null; dismiss(): void }) {
  if (!message) return null
  return (
    <Banner kind="info">
      <p>{message}</p>
      <button type="button" onClick={dismiss}>
        {text('common.ok')}
      </button>
    </Banner>
  )
}

function OfflineBanner() {
  const connection = state.connection.value
  if (connection.online) return null
  const { since, explanation } = connection
  return (
    <Banner kind="warning">
      <p>
        <strong>{text('common.offline')}</strong> {explanation}{' '}
        {since !== null && text('common.asOf', { time: formatTime(since) })}
      </p>
      <button type="button" onClick={() => void run('account.refresh', {})}>
        {text('common.tryAgain')}
      </button>
    </Banner>
  )
}

/** Says that the session ends with the app, since it could not be stored. */
function SessionStorageBanner() {
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
      <button type="button" onClick={() => void keep()}>
        {isUnreadable ? text('keychain.replaceEntry') : text('common.tryAgain')}
      </button>
    </Banner>
  )
}
