import { useEffect } from 'preact/hooks'
import type { CommandResult } from './bridge'
import { text } from './text'
import { FormDialog } from './ui/form-dialog'
import { UnsavedList } from './ui/unsaved-list'
import { unsavedSettings } from './unsaved'

interface UnsavedDialogProps {
  quit(): Promise<CommandResult>
  close(): void
}

/** Asks before the app quits without something that is entered. What is being sent may be saved meanwhile. */
export function UnsavedDialog({ quit, close }: UnsavedDialogProps) {
  const unsaved = unsavedSettings()
  const isNothingLeft = unsaved.length === 0
  useEffect(() => {
    if (isNothingLeft) void quit()
  }, [isNothingLeft])
  return (
    <FormDialog
      title={text('unsaved.quitTitle')}
      submitLabel={text('unsaved.quit')}
      cancelLabel={text('unsaved.stay')}
      submit={quit}
      close={close}
    >
      {() => <div id="unsaved">{!isNothingLeft && <UnsavedList unsaved={unsaved} />}</div>}
    </FormDialog>
  )
}
