import { run } from '../../bridge'
import { text } from '../../text'
import { ForeignText, shortened } from '../../ui/foreign-text'
import { FormDialog } from '../../ui/form-dialog'
import './release-notes-dialog.css'

interface ReleaseNotesDialogProps {
  version: string
  notes: string
  close(): void
}

/** Shows the publisher's release notes, as plain text. */
export function ReleaseNotesDialog({ version, notes, close }: ReleaseNotesDialogProps) {
  return (
    <FormDialog
      title={text('updates.notesTitle', { version: shortened(version, 30) })}
      submitLabel={text('updates.update')}
      cancelLabel={text('common.close')}
      submit={() => run('updates.download', {})}
      close={close}
    >
      {() => (
        <p class="release-notes">
          <ForeignText text={notes} most={5000} />
        </p>
      )}
    </FormDialog>
  )
}
