import { run } from '../../bridge'
import { text } from '../../text'
import { Field } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { useDialogDraft } from '../../ui/use-dialog-draft'
import { errorOf } from '../../ui/use-form'

/** Reads a pasted link. The next dialog shows what the link does, before anything is sent. */
export function PasteLinkDialog({ server, close }: { server: string; close(): void }) {
  const { fields, edit, save } = useDialogDraft('pasted-link', { link: '' })
  return (
    <FormDialog
      title={text('links.useTitle')}
      submitLabel={text('links.look')}
      submit={() => save(() => run('links.read', { server, link: fields.link }))}
      close={close}
    >
      {(error) => (
        <Field
          id="pasted-link"
          label={text('links.linkFromMail')}
          value={fields.link}
          autofocus
          help={text('links.pasteHelp')}
          room="two-lines"
          error={errorOf(error, 'link') ?? errorOf(error, 'server')}
          onType={(link) => edit({ link })}
        />
      )}
    </FormDialog>
  )
}
