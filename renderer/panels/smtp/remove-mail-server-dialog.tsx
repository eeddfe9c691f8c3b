import { type MailServer, run } from '../../bridge'
import { richText, text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'

/** Asks first, since Undo is not possible: the app does not know the password, and Fleep never gives it back. */
export function RemoveMailServerDialog({ mailServer, close }: { mailServer: MailServer; close(): void }) {
  const { id, address, host } = mailServer
  return (
    <FormDialog
      title={text('common.removeTitle', { what: address })}
      submitLabel={text('common.remove')}
      submit={() => run('smtp.remove', { id, canUndo: false })}
      close={close}
    >
      {() => <p>{richText('smtp.removeText', { host })}</p>}
    </FormDialog>
  )
}
