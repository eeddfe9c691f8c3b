import type { ComponentChildren } from 'preact'
import { text } from '../text'
import { FormDialog } from './form-dialog'

/** A modal message with an OK button. */
export function MessageDialog(props: { title: string; close(): void; children: ComponentChildren }) {
  return (
    <FormDialog
      title={props.title}
      submitLabel={text('common.ok')}
      cancelLabel={null}
      submit={async () => ({ ok: true, value: undefined })}
      close={props.close}
    >
      {() => <p>{props.children}</p>}
    </FormDialog>
  )
}
