import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { Field } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'

/** Reads a pasted link. The next dialog shows what the link does, before anything is sent. */
export function PasteLinkDialog({ server, close }: { server: string; close(): void }) {
  const [link, setLink] = useState('')
  return (
    <FormDialog
      title={text('links.useTitle')}
      submitLabel={text('links.look')}
      submit={() => run('links.read', { server, link })}
      close={close}
    >
      {(error) => (
        <Field
          id="pasted-link"
          label={text('links.linkFromMail')}
          value={link}
          autofocus
          help={text('links.pasteHelp')}
          error={errorOf(error, 'link') ?? errorOf(error, 'server')}
          onType={setLink}
        />
      )}
    </FormDialog>
  )
}
