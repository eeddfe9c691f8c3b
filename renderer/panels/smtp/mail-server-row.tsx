import { useComputed } from '@preact/signals'
import { useState } from 'preact/hooks'
import { type MailServer, run } from '../../bridge'
import { makeChange, saveStatusOf, setIdle } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { ActionButton } from '../../ui/action-button'
import { NoteLine } from '../../ui/saving-note'
import type { StableRow } from '../../ui/use-stable-rows'
import { useField } from '../../unsaved'
import { nameOf } from './mail-server-names'
import { ServerStatus, ServerText } from './mail-server-status'
import { MakeDefaultDialog, makeDefault } from './make-default'
import { lacksPassword, removal } from './removal'
import { RemoveMailServerDialog } from './remove-mail-server-dialog'
import './mail-server-row.css'
import '../../ui/badge.css'
import '../../ui/setting-row.css'

interface MailServerRowProps {
  row: StableRow<MailServer>
  /** Opens the form, also if a check or a change needs the password. */
  edit(mailServer: MailServer): void
}

/** A mail server in the list, with its state and what can be done with it. */
export function MailServerRow({ row, edit }: MailServerRowProps) {
  const { item: mailServer, isGone } = row
  const { address, isDefault } = mailServer
  const note = `smtp-${row.id}`
  const name = useComputed(() => nameOf(mailServer, state.mailServers.value ?? [])).value
  useField(note, { label: address })
  return (
    <li class={isGone ? 'row with-actions gone' : 'row with-actions'}>
      <div class="row-text">
        <p class="row-label">
          {address} {isDefault && !isGone && <span class="badge">{text('smtp.default')}</span>}
        </p>
        <ServerText mailServer={mailServer} />
        <ServerStatus mailServer={mailServer} name={name} isGone={isGone} edit={edit} />
      </div>
      <div class="server-actions">
        <Actions mailServer={mailServer} name={name} note={note} isGone={isGone} edit={edit} />
        <NoteLine id={note}>{isGone && text('common.isRemoved', { what: address })}</NoteLine>
      </div>
    </li>
  )
}

interface ActionsProps extends Pick<MailServerRowProps, 'edit'> {
  mailServer: MailServer
  name: string
  note: string
  isGone: boolean
}

function Actions({ mailServer, name, note, isGone, edit }: ActionsProps) {
  const [dialog, setDialog] = useState<'remove' | 'remove-without-undo' | 'make-default' | null>(null)
  const { id, isDefault, fleepCheck } = mailServer
  const close = () => setDialog(null)
  // If main has not looked for the password yet, the commands do.
  const hasPassword = useComputed(() => {
    const kind = state.mailPasswords.value[id]?.kind
    return kind !== 'elsewhere' && kind !== 'other-settings'
  }).value
  const isRunning = useComputed(() => state.mailChecks.value[id]?.kind === 'running').value
  const isOff = isGone || saveStatusOf(note).kind === 'saving'
  const nameAction = (action: string) => `${action}: ${name}`

  const check = async () => {
    if (!hasPassword) return edit(mailServer)
    const result = await run('smtp.check', { id })
    // The password is missing. The outcome of a check shows in the state.
    if (!result.ok && result.error.code === 'invalid-input') edit(mailServer)
  }
  const isNextDefaultNeeded = useComputed(() => (state.mailServers.value?.length ?? 0) > 1).value && isDefault
  const remove = async () => {
    if (!hasPassword || isNextDefaultNeeded) return setDialog('remove')
    const result = await makeChange(note, removal(mailServer, null))
    if (result.ok || !lacksPassword(result.error)) return
    // Without the password, Undo is not possible. So the user is asked first.
    setIdle(note)
    setDialog('remove-without-undo')
  }
  return (
    <div class="row-actions">
      <ActionButton
        label={text('smtp.check')}
        name={nameAction(text('smtp.check'))}
        isDisabled={isOff || isRunning}
        click={() => void check()}
      />
      <ActionButton
        label={text('common.changeAsking')}
        name={nameAction(text('common.change'))}
        isDisabled={isOff}
        click={() => edit(mailServer)}
      />
      <ActionButton
        label={text('smtp.makeDefault')}
        name={nameAction(text('smtp.makeDefault'))}
        isDisabled={isOff || isDefault === true}
        click={() =>
          fleepCheck.status === 'failed' ? setDialog('make-default') : void makeChange(note, makeDefault(id))
        }
      />
      <ActionButton
        label={hasPassword && !isNextDefaultNeeded ? text('common.remove') : text('common.removeAsking')}
        longestLabel={text('common.removeAsking')}
        name={nameAction(text('common.remove'))}
        isDisabled={isOff}
        click={() => void remove()}
      />
      {dialog === 'make-default' && <MakeDefaultDialog mailServer={mailServer} close={close} />}
      {dialog?.startsWith('remove') && (
        <RemoveMailServerDialog
          mailServer={mailServer}
          hasPassword={hasPassword && dialog === 'remove'}
          close={close}
        />
      )}
    </div>
  )
}
