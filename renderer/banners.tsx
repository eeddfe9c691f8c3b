import { useState } from 'preact/hooks'
import { type AppState, type CommandError, run } from './bridge'
import { text } from './text'
import { Banner } from './ui/banner'
import { formatTime } from './ui/format-time'
import { findKeys } from './ui/keys'
import { lazy } from './ui/lazy'

const UpdateBanner = lazy(async () => (await import('./panels/updates/update-banner')).UpdateBanner)

/** What holds for every panel: no connection, an ended session, a sign-in that will not survive a restart. */
export function Banners({ state, signInAgain }: { state: AppState; signInAgain(): void }) {
  return (
    <div class="banners">
      <LinkDone done={state.linkDone} />
      <FileProblem problem={state.fileProblem} />
      {!state.appSettings.toldOfBasics && <Basics />}
      {!state.connection.online && <OfflineBanner connection={state.connection} />}
      {state.session.kind === 'expired' && !state.session.interrupted && (
        <Banner kind="warning">
          <p>{text('session.endedBanner')}</p>
          <button type="button" onClick={signInAgain}>
            {text('session.enterPassword')}
          </button>
        </Banner>
      )}
      {state.sessionStorage.kind === 'memory-only' && <KeepingBanner keeping={state.sessionStorage} />}
      {state.update && state.update.kind !== 'none' && <UpdateBanner update={state.update} />}
    </div>
  )
}

/** Once, to whoever is new here. */
function Basics() {
  const dismiss = () => void run('app.change', { toldOfBasics: true })
  return <Notice sentence={text('session.basics', { keys: findKeys })} dismiss={dismiss} />
}

/** A file of the app's own could not be used. */
export function FileProblem({ problem }: { problem: string | null }) {
  return <Notice sentence={problem} dismiss={() => void run('app.acknowledge', {})} />
}

/** What a link from a mail has done, until it was read. */
export function LinkDone({ done }: { done: string | null }) {
  return <Notice sentence={done} dismiss={() => void run('links.dismiss', {})} />
}

function Notice({ sentence, dismiss }: { sentence: string | null; dismiss(): void }) {
  if (!sentence) return null
  return (
    <Banner kind="info">
      <p>{sentence}</p>
      <button type="button" onClick={dismiss}>
        {text('common.ok')}
      </button>
    </Banner>
  )
}

function OfflineBanner({ connection }: { connection: Extract<AppState['connection'], { online: false }> }) {
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

function KeepingBanner({ keeping }: { keeping: Extract<AppState['sessionStorage'], { kind: 'memory-only' }> }) {
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
        {isUnreadable ? text('keychain.replaceEntry') : text('common.tryAgain')}
      </button>
    </Banner>
  )
}
