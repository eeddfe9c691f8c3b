import { run } from '../../bridge'
import { showSaved } from '../../saving'
import { text } from '../../text'
import { Field } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { useDialogDraft } from '../../ui/use-dialog-draft'
import { errorOf } from '../../ui/use-form'
import { noteOf } from './address-note'

/** Confirms an address by the link from its email, for a user who cannot open the link in this app. */
export function ConfirmAliasDialog({ email, close }: { email: string; close(): void }) {
  const { fields, edit, save } = useDialogDraft(`confirm-${email}`, { link: '' })
  return (
    <FormDialog
      title={text('aliases.confirmTitle', { email })}
      submitLabel={text('common.confirm')}
      submit={() => save(() => run('addresses.confirm', { link: fields.link }))}
      close={close}
    >
      {(error) => (
        <Field
          id="mailed-link"
          label={text('links.linkFromMail')}
          value={fields.link}
          autofocus
          help={text('aliases.linkHelp')}
          room="two-lines"
          error={errorOf(error, 'link')}
          onType={(link) => edit({ link })}
        />
      )}
    </FormDialog>
  )
}

/** Asks first, since Undo is not possible: the address would have to be confirmed by email again. */
export function RemoveAliasDialog(props: { email: string; isConfirmed: boolean; close(): void }) {
  const { email, isConfirmed, close } = props
  const remove = async () => {
    const result = await run('addresses.remove', { email })
    if (result.ok) showSaved(noteOf(email), { doneText: text('common.isRemoved', { what: email }) })
    return result
  }
  return (
    <FormDialog
      title={text('common.removeTitle', { what: email })}
      submitLabel={text('common.remove')}
      submit={remove}
      close={close}
    >
      {() => <p>{isConfirmed ? text('aliases.removeConfirmed') : text('aliases.removeWaiting')}</p>}
    </FormDialog>
  )
}
