import { useCallback, useState } from 'preact/hooks'
import type { AppState, MailServer } from '../../bridge'
import { text } from '../../text'
import { Banner } from '../../ui/banner'
import { IncrementalList } from '../../ui/incremental-list'
import { SavingNote } from '../../ui/saving-note'
import { useRefresh } from '../../ui/use-refresh'
import { MailServerDialog } from './mail-server-dialog'
import { type ListedAccount, SmtpAccountRow } from './mail-server-row'

/**
 * The person wants to see through which servers their Fleep mail goes out and whether these work, and to set up one; when
 * the list cannot be read they see why, and try again.
 */
export function SmtpPanel({ state }: { state: AppState }) {
  const { error, refresh } = useRefresh(state, 'smtp.refresh')
  const [edited, setEdited] = useState<MailServer | 'new' | null>(null)
  const accounts = state.mailServers
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
      {text('smtp.add')}
    </button>
  )
  return (
    <>
      <h1>{text('panel.smtp')}</h1>
      {error && <TryAgain words={error.message} tryAgain={refresh} />}
      {state.mailPasswordsLeft && (
        <TryAgain
          words={text('smtp.passwordLeft', { keychain: state.keychainName, problem: state.mailPasswordsLeft })}
          tryAgain={refresh}
        />
      )}
      {accounts === null && !error && (
        <p class="late" role="status">
          {text('smtp.loading')}
        </p>
      )}
      {accounts?.length === 0 && <Empty>{add}</Empty>}
      {accounts && accounts.length > 0 && (
        <>
          <section class="card" aria-label={text('smtp.list')}>
            <IncrementalList as="ul" items={accounts.map((account) => listedOf(account, state))} draw={draw} />
          </section>
          <div class="below-card">
            {add}
            <p class="help">{text('smtp.defaultHelp')}</p>
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

function listedOf(account: MailServer, { mailChecks, mailPasswords }: AppState): ListedAccount {
  return { account, check: mailChecks[account.id], place: mailPasswords[account.id] }
}

function TryAgain({ words, tryAgain }: { words: string; tryAgain(): Promise<void> }) {
  return (
    <Banner kind="warning">
      <p>{words}</p>
      <button type="button" onClick={() => void tryAgain()}>
        {text('common.tryAgain')}
      </button>
    </Banner>
  )
}

function Empty({ children }: { children: preact.ComponentChildren }) {
  return (
    <div class="card empty">
      <h2>{text('smtp.emptyTitle')}</h2>
      <p>{text('smtp.emptyText')}</p>
      {children}
    </div>
  )
}
