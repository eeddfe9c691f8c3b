import { useState } from 'preact/hooks'
import { type AppState, type CommandError, run } from './bridge'
import { Banner } from './ui/banner'
import { timeOf } from './ui/time'
import { whenOpened } from './ui/when-opened'

const UpdateBanner = whenOpened(async () => (await import('./panels/updates/update-banner')).UpdateBanner)

/** What holds for every panel: no connection, an ended session, a sign-in that will not survive a restart. */
export function Banners({ state, signInAgain }: { state: AppState; signInAgain(): void }) {
  return (
    <div class="banners">
      <LinkDone done={state.linkDone} />
      <FileProblem problem={state.fileProblem} />
      {!state.connection.online && <OfflineBanner connection={state.connection} />}
      {state.session.kind === 'expired' && !state.session.interrupted && (
        <Banner kind="warning">
          <p>Your session has ended. What you see may be old, and changes need your password.</p>
          <button type="button" onClick={signInAgain}>
            Enter password
          </button>
        </Banner>
      )}
      {state.keeping.kind === 'memory-only' && <KeepingBanner keeping={state.keeping} />}
      {state.update && state.update.kind !== 'none' && <UpdateBanner update={state.update} />}
    </div>
  )
}

/** A file of the app's own could not be used. */
export function FileProblem({ problem }: { problem: string | null }) {
  return <Notice text={problem} dismiss={() => void run('app.acknowledge', {})} />
}

/** What a link from a mail has done, until it was read. */
export function LinkDone({ done }: { done: string | null }) {
  return <Notice text={done} dismiss={() => void run('links.dismiss', {})} />
}

function Notice({ text, dismiss }: { text: string | null; dismiss(): void }) {
  if (!text) return null
  return (
    <Banner kind="info">
      <p>{text}</p>
      <button type="button" onClick={dismiss}>
        OK
      </button>
    </Banner>
  )
}

function OfflineBanner({ connection }: { connection: Extract<AppState['connection'], { online: false }> }) {
  const { since, explanation } = connection
  return (
    <Banner kind="warning">
      <p>
        <strong>Offline.</strong> {explanation} {since !== null && `What you see is as of ${timeOf(since)}.`}
      </p>
      <button type="button" onClick={() => void run('account.refresh', {})}>
        Try again
      </button>
    </Banner>
  )
}

function KeepingBanner({ keeping }: { keeping: Extract<AppState['keeping'], { kind: 'memory-only' }> }) {
  const [error, setError] = useState<CommandError | null>(null)
  const keep = async (replace: boolean) => {
    const result = await run('session.keep', { replace })
    setError(result.ok ? null : result.error)
  }
  const isUnreadable = keeping.problem === 'unreadable'
  return (
    <Banner kind="info">
      <p>
        {keeping.explanation} {error && <span class="error">{error.message}</span>}
      </p>
      <button type="button" onClick={() => void keep(isUnreadable)}>
        {isUnreadable ? 'Replace the entry' : 'Try again'}
      </button>
    </Banner>
  )
}
