import { run } from '../../bridge'
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
      title={`What is new in ${shortened(version, 30)}`}
      submitLabel="Update"
      cancelLabel="Close"
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
