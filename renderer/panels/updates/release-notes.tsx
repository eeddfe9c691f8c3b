import { run } from '../../bridge'
import { text } from '../../text'
import { ForeignText, shortened } from '../../ui/foreign-text'
import { FormDialog } from '../../ui/form-dialog'

interface Props {
  version: string
  notes: string
  close(): void
}

/** What is new in a version, as its publisher wrote it: as text, whatever it is. */
export function ReleaseNotes({ version, notes, close }: Props) {
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
