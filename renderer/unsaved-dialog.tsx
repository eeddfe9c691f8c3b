import type { CommandResult } from './bridge'
import { text } from './text'
import { FormDialog } from './ui/form-dialog'
import { UnsavedList } from './ui/unsaved-list'
import type { UnsavedSetting } from './unsaved'

interface UnsavedDialogProps {
  unsaved: UnsavedSetting[]
  quit(): Promise<CommandResult>
  close(): void
}

/** Asks before the app quits without something that is entered. */
export function UnsavedDialog({ unsaved, quit, close }: UnsavedDialogProps) {
  return (
    <FormDialog
      title={text('unsaved.quitTitle')}
      submitLabel={text('unsaved.quit')}
      cancelLabel={text('unsaved.stay')}
      submit={quit}
      close={close}
    >
      {() => (
        <div id="unsaved">
          <UnsavedList unsaved={unsaved} />
        </div>
      )}
    </FormDialog>
  )
}
