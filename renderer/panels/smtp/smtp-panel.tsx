import { useEffect, useState } from 'preact/hooks'
import { type AppState, type CommandError, run } from '../../bridge'
import { Banner } from '../../ui/banner'
import { SmtpAccountRow } from './smtp-account-row'

/**
 * The person wants to see through which servers their Fleep mail goes out and whether these work; when the list cannot
 * be read they see why, and try again.
 */
export function SmtpPanel({ state }: { state: AppState }) {
  const [error, setError] = useState<CommandError | null>(null)
  const refresh = async () => {
    const result = await run('smtp.refresh', {})
    setError(result.ok ? null : result.error)
  }
  // Also when the session goes on or the network is back, since then the list may be another.
  const canAsk = state.session.kind === 'signed-in' && state.connection.online
  useEffect(() => {
    if (canAsk) void refresh()
  }, [canAsk])

  const accounts = state.smtpAccounts
  const defaultId = accounts?.find(({ isDefault }) => isDefault)?.id
  return (
    <>
      <h1>SMTP</h1>
      {error && (
        <Banner kind="warning">
          <p>{error.message}</p>
          <button type="button" onClick={() => void refresh()}>
            Try again
          </button>
        </Banner>
      )}
      {accounts === null && !error && (
        <p class="late" role="status">
          Loading your mail servers…
        </p>
      )}
      {accounts?.length === 0 && <Empty />}
      {accounts && accounts.length > 0 && (
        <>
          <ul class="card list" aria-label="Mail servers">
            {accounts.map((account) => (
              <SmtpAccountRow key={account.id} account={account} defaultId={defaultId} />
            ))}
          </ul>
          <p class="help below-card">More mail servers can be added at fleep.io, not yet in this app.</p>
        </>
      )}
    </>
  )
}

function Empty() {
  return (
    <div class="card empty">
      <h2>Send Fleep mail through your own server</h2>
      <p>
        Mail that you send from Fleep then goes out through the mail server of your own address. You have set up none.
        It can be added at fleep.io, not yet in this app.
      </p>
    </div>
  )
}
