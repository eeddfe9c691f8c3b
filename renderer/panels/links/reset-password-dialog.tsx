import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { PasswordField } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'
import { StrengthHint } from '../account/strength-hint'
import { type LinkDialogProps, LinkRecipient } from './link-recipient'

/** Sets a new password by the link that Fleep sent to a user who forgot the old one. */
export function ResetPasswordDialog({ link, close }: LinkDialogProps) {
  const [newPassword, setNewPassword] = useState('')
  return (
    <FormDialog
      title={text('links.title.reset-password')}
      submitLabel={text('links.setIt')}
      submit={() => run('links.setPassword', { id: link.id, newPassword })}
      close={close}
    >
      {(error) => (
        <>
          <LinkRecipient link={link} />
          <p>{text('links.passwordReplaced')}</p>
          <PasswordField
            id="link-password"
            label={text('password.new')}
            value={newPassword}
            autocomplete="new-password"
            autofocus
            error={errorOf(error, 'newPassword')}
            onType={setNewPassword}
          />
          <StrengthHint password={newPassword} />
        </>
      )}
    </FormDialog>
  )
}
