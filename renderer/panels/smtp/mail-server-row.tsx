import { useComputed } from '@preact/signals'
import { useState } from 'preact/hooks'
import { type CommandError, type MailServer, run } from '../../bridge'
import { makeChange, save, setIdle } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { NoteLine } from '../../ui/saving-note'
import { FleepCheck, LastCheck, PasswordNote, ServerText } from './mail-server-status'
import { removal } from './removal'
import { RemoveMailServerDialog } from './remove-mail-server-dialog'
import '../../ui/badge.css'
import '../../ui/setting-row.css'

interface MailServerRowProps {
  mailServer: MailServer
  /** Opens the form, also if a check or a change needs the password. */
  edit(mailServer: MailServer): void
}

/** A mail server in the list, with its checks and what can be done with it. */
export function MailServerRow({ mailServer, edit }: MailServerRowProps) {
  const [isAsking, setAsking] = useState(false)
  const { id, address, host, isDefault } = mailServer
  // If main has not looked for the password yet, the commands do.
  const hasPassword = useComputed(() => state.mailPasswords.value[id]?.kind !== 'elsewhere').value
  /** Two mail servers may have the same address. */
  const labelOf = (action: string) => `${action}: ${address}, ${host}`

  const check = async () => {
    if (!hasPassword) return edit(mailServer)
    const result = await run('smtp.check', { id })
    // The password is missing. The outcome of a check shows in the state.
    if (!result.ok && result.error.code === 'invalid-input') edit(mailServer)
  }
  const remove = async () => {
    if (!hasPassword) return setAsking(true)
    const result = await makeChange('smtp', removal(id, address))
    if (result.ok || !lacksPassword(result.error)) return
    // Without the password, Undo is not possible. So the user is asked first.
    setIdle('smtp')
    setAsking(true)
  }
  return (
    <li class="row with-actions">
      <div class="row-text">
        <p class="row-label">
          {address} {isDefault && <span class="badge">{text('smtp.default')}</span>}
        </p>
        <ServerText mailServer={mailServer} />
        <FleepCheck check={mailServer.fleepCheck} />
        <LastCheck id={id} />
        <PasswordNote id={id} />
      </div>
      <div class="row-actions">
        <button type="button" class="link" aria-label={labelOf(text('smtp.check'))} onClick={() => void check()}>
          {text('smtp.check')}
        </button>
        <button type="button" class="link" aria-label={labelOf(text('common.change'))} onClick={() => edit(mailServer)}>
          {text('common.changeAsking')}
        </button>
        {!isDefault && <MakeDefaultButton id={id} label={labelOf(text('smtp.makeDefault'))} />}
        <button type="button" class="link" aria-label={labelOf(text('common.remove'))} onClick={() => void remove()}>
          {hasPassword ? text('common.remove') : text('common.removeAsking')}
        </button>
      </div>
      <NoteLine id={`smtp-${id}`} />
      {isAsking && <RemoveMailServerDialog mailServer={mailServer} close={() => setAsking(false)} />}
    </li>
  )
}

function MakeDefaultButton({ id, label }: { id: string; label: string }) {
  const makeDefault = () => {
    const before = state.mailServers.peek()?.find(({ isDefault }) => isDefault)?.id
    return save(
      `smtp-${id}`,
      () => run('smtp.makeDefault', { id }),
      before === undefined ? undefined : () => run('smtp.makeDefault', { id: before }),
    )
  }
  return (
    <button type="button" class="link" aria-label={label} onClick={() => void makeDefault()}>
      {text('smtp.makeDefault')}
    </button>
  )
}

/** Nothing was removed, since the password that Undo needs could not be read. */
function lacksPassword({ code }: CommandError): boolean {
  return code === 'invalid-input' || code.startsWith('keychain-')
}
