import type { ComponentChildren } from 'preact'
import { useCallback, useState } from 'preact/hooks'
import type { MailServer } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { IncrementalList } from '../../ui/incremental-list'
import { ListLoading } from '../../ui/list-loading'
import { NoteLine } from '../../ui/saving-note'
import { useRefresh } from '../../ui/use-refresh'
import { MailServerDialog } from './mail-server-dialog'
import { MailServerRow } from './mail-server-row'

/** The mail servers that send the user's Fleep email, with the check of each. */
export function SmtpPanel() {
  const canRefresh = useRefresh('smtp.refresh')
  const [edited, setEdited] = useState<MailServer | 'new' | null>(null)
  const mailServers = state.mailServers.value
  return (
    <>
      <h1>{text('panel.smtp')}</h1>
      {!mailServers && <ListLoading canLoad={canRefresh} message={text('smtp.loading')} />}
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
      <NoteLine id="smtp" />
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

function NoMailServers({ children }: { children: ComponentChildren }) {
  return (
    <div class="card empty">
      <h2>{text('smtp.emptyTitle')}</h2>
      <p>{text('smtp.emptyText')}</p>
      {children}
    </div>
  )
}
