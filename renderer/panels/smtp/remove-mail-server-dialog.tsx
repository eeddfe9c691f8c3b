import { useState } from 'preact/hooks'
import { type CommandResult, type MailServer, run } from '../../bridge'
import { showSaved } from '../../saving'
import { state } from '../../state'
import { richText, text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { nameOf, noteOf } from './mail-server-names'
import { lacksPassword, removal } from './removal'

interface RemoveMailServerDialogProps {
  mailServer: MailServer
  /** Whether the app knows the password, which Undo needs. */
  hasPassword: boolean
  close(): void
}

/**
 * Asks before a removal without Undo: the app does not know the password, and Fleep never gives it back. Asks for the
 * next default when the default is removed.
 */
export function RemoveMailServerDialog({ mailServer, hasPassword, close }: RemoveMailServerDialogProps) {
  const { id, address, host } = mailServer
  const [canUndo, setCanUndo] = useState(hasPassword)
  const candidates = mailServer.isDefault ? candidatesFor(mailServer) : []
  const [chosen, choose] = useState(candidates[0]?.id ?? null)
  const nextDefault = candidates.find((candidate) => candidate.id === chosen)?.id ?? null
  const remove = async (): Promise<CommandResult> => {
    const change = removal(mailServer, nextDefault)
    const result = await (canUndo ? change.send() : run('smtp.remove', { id, canUndo: false, nextDefault }))
    const { doneText = '', undo } = change
    if (result.ok) showSaved(noteOf(id), { doneText, ...(canUndo && undo && { undo }) })
    else if (canUndo && lacksPassword(result.error)) setCanUndo(false)
    return result
  }
  return (
    <FormDialog
      title={text('common.removeTitle', { what: address })}
      submitLabel={text('common.remove')}
      submit={remove}
      close={close}
    >
      {() => (
        <>
          {!canUndo && <p>{richText('smtp.removeText', { host })}</p>}
          {candidates.length > 0 && (
            <>
              <p>{text('smtp.removeDefault')}</p>
              <NextDefault candidates={candidates} value={nextDefault} choose={choose} />
            </>
          )}
        </>
      )}
    </FormDialog>
  )
}

/** @returns the other mail servers, first those that Fleep can send through */
function candidatesFor({ id }: MailServer): MailServer[] {
  const rank = { working: 0, waiting: 1, unknown: 1, failed: 2 }
  const others = state.mailServers.value?.filter((other) => other.id !== id) ?? []
  return others.toSorted((a, b) => rank[a.fleepCheck.status] - rank[b.fleepCheck.status])
}

interface NextDefaultProps {
  candidates: MailServer[]
  value: string | null
  choose(id: string): void
}

function NextDefault({ candidates, value, choose }: NextDefaultProps) {
  return (
    <div class="field">
      <label for="next-default">{text('smtp.nextDefault')}</label>
      <select id="next-default" value={value ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
        {candidates.map((candidate) => (
          <option key={candidate.id} value={candidate.id}>
            {optionName(candidate, candidates)}
          </option>
        ))}
      </select>
    </div>
  )
}

function optionName(candidate: MailServer, all: MailServer[]): string {
  const isAddressUnique = all.every(({ id, address }) => id === candidate.id || address !== candidate.address)
  const name = isAddressUnique ? candidate.address : nameOf(candidate, all)
  return candidate.fleepCheck.status === 'failed' ? text('smtp.cannotBeSentThrough', { name }) : name
}
