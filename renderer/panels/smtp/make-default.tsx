import { type MailServer, run } from '../../bridge'
import { type Change, showSaved, undoable } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { noteOf } from './mail-server-names'

/** Makes a mail server the default. Undo gives that back to the previous one. */
export function makeDefault(id: string): Change {
  const before = state.mailServers.peek()?.find(({ isDefault }) => isDefault)?.id
  const send = () => run('smtp.makeDefault', { id })
  return before === undefined ? { send } : undoable(send, () => run('smtp.makeDefault', { id: before }))
}

/** Asks first, since the email that the user sends would not arrive. */
export function MakeDefaultDialog({ mailServer, close }: { mailServer: MailServer; close(): void }) {
  const { id, address } = mailServer
  const send = async () => {
    const change = makeDefault(id)
    const result = await change.send()
    if (result.ok) showSaved(noteOf(id), change.undo ? { undo: change.undo } : {})
    return result
  }
  return (
    <FormDialog
      title={text('smtp.makeDefaultTitle', { address })}
      submitLabel={text('smtp.makeDefault')}
      submit={send}
      close={close}
    >
      {() => <p>{text('smtp.makeDefaultAnyway')}</p>}
    </FormDialog>
  )
}
