import type { ComponentChildren } from 'preact'
import { useCallback, useState } from 'preact/hooks'
import type { MailServer } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { Banner } from '../../ui/banner'
import { IncrementalList } from '../../ui/incremental-list'
import { SavingNote } from '../../ui/saving-note'
import { useRefresh } from '../../ui/use-refresh'
import { MailServerDialog } from './mail-server-dialog'
import { MailServerRow } from './mail-server-row'

/** The mail servers that send the user's Fleep email, with the check of each. */
export function SmtpPanel() {
  const { error, refresh } = useRefresh('smtp.refresh')
  const [edited, setEdited] = useState<MailServer | 'new' | null>(null)
  const mailServers = state.mailServers.value
  const passwordsLeft = state.passwordRemovalProblem.value
  const keychain = state.keychainName.value
  return (
    <>
      <h1>{text('panel.smtp')}</h1>
      {error && <TryAgainBanner message={error.message} tryAgain={refresh} />}
      {passwordsLeft && (
        <TryAgainBanner message={text('smtp.passwordLeft', { keychain, problem: passwordsLeft })} tryAgain={refresh} />
      )}
      {!mailServers && !error && (
        <p class="delayed" role="status">
          {text('smtp.loading')}
        </p>
      )}
      {mailServers?.length === 0 && (
        <NoMailServers>
          <AddButton isPrimary add={() => setEdited('new')} />
        </NoMailServers>
      )}
      {mailServers && mailServers.length > 0 && (
        <>
          <MailServerList mailServers={mailServers} edit={setEdited} />
          <div class="below-card">
            <AddButton add={() => setEdited('new')} />
            <p class="help">{text('smtp.defaultHelp')}</p>
          </div>
        </>
      )}
      <SavingNote id="smtp" />
      {edited && <MailServerDialog mailServer={edited === 'new' ? null : edited} close={() => setEdited(null)} />}
    </>
  )
}

function MailServerList({ mailServers, edit }: { mailServers: MailServer[]; edit(mailServer: MailServer): void }) {
  const renderItem = useCallback(
    (mailServer: MailServer) => <MailServerRow key={mailServer.id} mailServer={mailServer} edit={edit} />,
    [edit],
  )
  return (
    <section class="card" aria-label={text('smtp.list')}>
      <IncrementalList as="ul" items={mailServers} renderItem={renderItem} />
    </section>
  )
}

function AddButton({ isPrimary = false, add }: { isPrimary?: boolean; add(): void }) {
  return (
    <button type="button" id="add-mail-server" class={isPrimary ? 'primary' : undefined} onClick={add}>
      {text('smtp.add')}
    </button>
  )
}

function TryAgainBanner({ message, tryAgain }: { message: string; tryAgain(): Promise<void> }) {
  return (
    <Banner kind="warning">
      <p>{message}</p>
      <button type="button" onClick={() => void tryAgain()}>
        {text('common.tryAgain')}
      </button>
    </Banner>
  )
}

function NoMailServers({ children }: { children: ComponentChildren }) {
  return (
    <div class="card empty">
      <h2>{text('smtp.emptyTitle')}</h2>
      <p>{text('smtp.emptyText')}</p>
      {children}
    </div>
  )
}
