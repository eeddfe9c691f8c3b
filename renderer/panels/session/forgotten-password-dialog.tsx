import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { Field, PasswordField } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'
import { StrengthHint } from '../account/strength-hint'
import { EmailSentText, EmailStepDialog } from './email-step-dialog'

interface ForgottenPasswordDialogProps {
  server: string
  /** The address in the sign-in form. */
  email: string
  close(): void
}

/** Sets a new password by a link that Fleep emails, and signs in with it. */
export function ForgottenPasswordDialog({ server, email, close }: ForgottenPasswordDialogProps) {
  return (
    <EmailStepDialog
      id="reset"
      title={text('signIn.forgotten')}
      submitLabel={text('signIn.sendMail')}
      help={text('signIn.forgottenHelp')}
      email={email.includes('@') ? email : ''}
      request={(to) => run('session.requestReset', { server, email: to })}
      close={close}
    >
      {(to, sendAnother) => <NewPasswordDialog server={server} email={to} sendAnother={sendAnother} close={close} />}
    </EmailStepDialog>
  )
}

interface NewPasswordDialogProps extends ForgottenPasswordDialogProps {
  sendAnother: ComponentChildren
}

function NewPasswordDialog({ server, email, sendAnother, close }: NewPasswordDialogProps) {
  const [link, setLink] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const submit = async () => {
    const result = await run('session.confirmReset', { server, link, newPassword })
    return result.ok ? run('session.signIn', { server, email, password: newPassword }) : result
  }
  return (
    <FormDialog
      title={text('links.title.reset-password')}
      submitLabel={text('signIn.setAndSignIn')}
      submit={submit}
      close={close}
      aside={() => sendAnother}
    >
      {(error) => (
        <>
          <EmailSentText email={email} />
          <Field
            id="reset-link"
            label={text('links.linkFromMail')}
            value={link}
            autofocus
            help={text('signIn.linkHelp')}
            error={errorOf(error, 'link')}
            onType={setLink}
          />
          <PasswordField
            id="reset-password"
            label={text('password.new')}
            value={newPassword}
            autocomplete="new-password"
            error={errorOf(error, 'newPassword') ?? errorOf(error, 'password')}
            onType={setNewPassword}
          />
          <StrengthHint password={newPassword} />
        </>
      )}
    </FormDialog>
  )
}
