import { useCallback, useState } from 'preact/hooks'
import type { AppState, SmtpAccount } from '../../bridge'
import { Banner } from '../../ui/banner'
import { Growing } from '../../ui/growing'
import { SavingNote } from '../../ui/saving-note'
import { useRefresh } from '../../ui/use-refresh'
import { MailServerDialog } from './mail-server-dialog'
import { type ListedAccount, SmtpAccountRow } from './smtp-account-row'

/**
 * The person wants to see through which servers their Fleep mail goes out and whether these work, and to set up one; when
 * the list cannot be read they see why, and try again.
 */
export function SmtpPanel({ state }: { state: AppState }) {
  const { error, refresh } = useRefresh(state, 'smtp.refresh')
  const [edited, setEdited] = useState<SmtpAccount | 'new' | null>(null)
  const accounts = state.smtpAccounts
  const draw = useCallback(
    (listed: ListedAccount) => (
      <SmtpAccountRow key={listed.account.id} {...listed} edit={() => setEdited(listed.account)} />
    ),
    [],
  )
  const add = (
    <button
      type="button"
      id="add-mail-server"
      class={accounts?.length ? undefined : 'primary'}
      onClick={() => setEdited('new')}
    >
      Add a mail server…
    </button>
  )
  return (
    <>
      <h1>SMTP</h1>
      {error && <TryAgain words={error.message} tryAgain={refresh} />}
      {state.mailPasswordsLeft && (
        <TryAgain
          words={`The password of a removed mail server is still in ${state.keychainName}. ${state.mailPasswordsLeft}`}
          tryAgain={refresh}
        />
      )}
      {accounts === null && !error && (
        <p class="late" role="status">
          Loading your mail servers…
        </p>
      )}
      {accounts?.length === 0 && <Empty>{add}</Empty>}
      {accounts && accounts.length > 0 && (
        <>
          <ul class="card list" aria-label="Mail servers">
            <Growing items={accounts.map((account) => listedOf(account, state))} draw={draw} />
          </ul>
          <div class="below-card">
            {add}
            <p class="help">Mail that you send from Fleep goes out through the default one.</p>
          </div>
        </>
      )}
      <SavingNote id="smtp" />
      {edited && (
        <MailServerDialog state={state} account={edited === 'new' ? null : edited} close={() => setEdited(null)} />
      )}
    </>
  )
}

function listedOf(account: SmtpAccount, { mailChecks, mailPasswords }: AppState): ListedAccount {
  return { account, check: mailChecks[account.id], place: mailPasswords[account.id] }
}

function TryAgain({ words, tryAgain }: { words: string; tryAgain(): Promise<void> }) {
  return (
    <Banner kind="warning">
      <p>{words}</p>
      <button type="button" onClick={() => void tryAgain()}>
        Try again
      </button>
    </Banner>
  )
}

function Empty({ children }: { children: preact.ComponentChildren }) {
  return (
    <div class="card empty">
      <h2>Send Fleep mail through your own server</h2>
      <p>
        Mail that you send from Fleep then goes out through the mail server of your own address. You need the address
        and its password.
      </p>
      {children}
    </div>
  )
}
