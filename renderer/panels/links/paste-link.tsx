import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { Field } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'

/** What the link does is shown next, before it is done. */
export function PasteLink({ server, close }: { server: string; close(): void }) {
  const [link, setLink] = useState('')
  return (
    <FormDialog
      title="Use a link from a mail"
      submitLabel="Look at it"
      submit={() => run('links.read', { server, link })}
      close={close}
    >
      {(error) => (
        <Field
          id="pasted-link"
          label="Link from the mail"
          value={link}
          autofocus
          help="Copy it there and paste it here. You see what it does before anything happens."
          error={errorOf(error, 'link') ?? errorOf(error, 'server')}
          onType={setLink}
        />
      )}
    </FormDialog>
  )
}
