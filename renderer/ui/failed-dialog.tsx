import { text } from '../text'
import { FormDialog } from './form-dialog'

/** Takes the place of a dialog that threw. @param props.close called when the user gives the dialog up */
export function FailedDialog({ tryAgain, close }: { tryAgain(): void; close(): void }) {
  let isTryingAgain = false
  const submit = async () => {
    isTryingAgain = true
    return { ok: true, value: undefined } as const
  }
  return (
    <FormDialog
      title={text('crash.dialog')}
      submitLabel={text('common.tryAgain')}
      cancelLabel={text('common.close')}
      submit={submit}
      close={() => (isTryingAgain ? tryAgain() : close())}
    >
      {() => <p>{text('crash.part')}</p>}
    </FormDialog>
  )
}
