import { useCallback, useState } from 'preact/hooks'
import { type MailServer, run } from '../../bridge'
import { makeChange, setIdle } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { DialogBoundary } from '../../ui/dialog-boundary'
import { IncrementalList } from '../../ui/incremental-list'
import { ListLoading } from '../../ui/list-loading'
import { NotUnderstood } from '../../ui/not-understood'
import { NoteLine } from '../../ui/saving-note'
import { useRefresh } from '../../ui/use-refresh'
import { type StableRow, useStableRows } from '../../ui/use-stable-rows'
import { MailServerDialog } from './mail-server-dialog'
import { firstIdOf } from './mail-server-names'
import { MailServerRow } from './mail-server-row'
import './smtp-panel.css'

/** The mail servers that send the user's Fleep email, with the check of each. */
export function SmtpPanel() {
  const canRefresh = useRefresh('smtp.refresh')
  const [edited, setEdited] = useState<MailServer | 'new' | null>(null)
  const mailServers = state.mailServers.value
  const rows = useStableRows(mailServers ?? [], ({ id }) => firstIdOf(id))
  return (
    <>
      <h1>{text('panel.smtp')}</h1>
      <Actions isFirst={mailServers !== null && rows.length === 0} add={() => setEdited('new')} />
      {!mailServers && <ListLoading canLoad={canRefresh} message={text('smtp.loading')} />}
      {mailServers && rows.length === 0 && <NoMailServers />}
      {mailServers && rows.length > 0 && <MailServerList rows={rows} edit={setEdited} />}
      <NotUnderstood list="mailServers" />
      {mailServers && <p class="help other-than-this">{text('smtp.notConnected')}</p>}
      {edited && (
        <DialogBoundary close={() => setEdited(null)}>
          <MailServerDialog mailServer={edited === 'new' ? null : edited} close={() => setEdited(null)} />
        </DialogBoundary>
      )}
    </>
  )
}

const checkAllNote = 'smtp-check-all'

interface ActionsProps {
  /** Whether there is nothing to do here but to add the first mail server. */
  isFirst: boolean
  add(): void
}

/** What concerns all mail servers. It is above the list, so that it keeps its place when the list grows. */
function Actions({ isFirst, add }: ActionsProps) {
  const progress = state.allChecks.value
  const count = state.mailServers.value?.length ?? 0
  const isOff = progress !== null || count === 0
  const isDefaultKnown = count < 2 || state.mailServers.value?.some(({ isDefault }) => isDefault)
  const checkAll = async () => {
    const change = { send: () => run('smtp.checkAll', {}), isAction: true, doneText: text('smtp.allWork', { count }) }
    const result = await makeChange(checkAllNote, change)
    if (!result.ok && result.error.code === 'cancelled') setIdle(checkAllNote)
  }
  return (
    <div class="list-actions">
      <button type="button" id="add-mail-server" class={isFirst ? 'primary' : undefined} onClick={add}>
        {text('smtp.add')}
      </button>
      <button type="button" aria-disabled={isOff} onClick={() => !isOff && void checkAll()}>
        {text('menu.checkAll')}
      </button>
      <NoteLine id={checkAllNote} progress={progress && <Progress {...progress} />}>
        {text(isDefaultKnown ? 'smtp.defaultHelp' : 'smtp.defaultUnknown')}
      </NoteLine>
    </div>
  )
}

/** It is no live region: a screen reader would read each number. */
function Progress({ done, total }: { done: number; total: number }) {
  return (
    <p class="help">
      {text('smtp.checkedOf', { done, total })}{' '}
      <button type="button" class="link" onClick={() => void run('smtp.cancelCheckAll', {})}>
        {text('common.stop')}
      </button>
    </p>
  )
}

interface MailServerListProps {
  rows: StableRow<MailServer>[]
  edit(mailServer: MailServer): void
}

function MailServerList({ rows, edit }: MailServerListProps) {
  const renderItem = useCallback(
    (row: StableRow<MailServer>) => <MailServerRow key={row.id} row={row} edit={edit} />,
    [edit],
  )
  return (
    <section class="card" aria-label={text('smtp.list')}>
      <IncrementalList as="ul" items={rows} renderItem={renderItem} />
    </section>
  )
}

function NoMailServers() {
  return (
    <div class="card empty">
      <h2>{text('smtp.emptyTitle')}</h2>
      <p>{text('smtp.emptyText')}</p>
    </div>
  )
}
