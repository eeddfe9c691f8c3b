import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { Field, PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { StrengthHint } from '../account/strength-hint'
import { ByMail, MailIsOnItsWay } from './by-mail'

interface ForgottenPasswordProps {
  server: string
  /** What stands in the sign-in form. */
  email: string
  close(): void
}

/**
 * The person wants in without the password: a link comes by mail, and with it they set a new one and are signed in. When
 * the link does not work they see why, and send themselves another.
 */
export function ForgottenPassword({ server, email, close }: ForgottenPasswordProps) {
  return (
    <ByMail
      id="reset"
      title="Forgotten your password?"
      submitLabel="Send the mail"
      help="Fleep sends a link there. Your password stays as it is until you set another one with it."
      email={email.includes('@') ? email : ''}
      request={(to) => run('session.requestReset', { server, email: to })}
      close={close}
    >
      {(to, again) => <NewPassword server={server} email={to} again={again} close={close} />}
    </ByMail>
  )
}

function NewPassword({ server, email, again, close }: ForgottenPasswordProps & { again: ComponentChildren }) {
  const [link, setLink] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const submit = async () => {
    const result = await run('session.confirmReset', { server, link, newPassword })
    return result.ok ? run('session.signIn', { server, email, password: newPassword }) : result
  }
  return (
    <FormDialog
      title="Set a new password"
      submitLabel="Set it and sign in"
      submit={submit}
      close={close}
      aside={() => again}
    >
      {(error) => (
        <>
          <MailIsOnItsWay email={email} />
          <Field
            id="reset-link"
            label="Link from the mail"
            value={link}
            autofocus
            help="Copy it there and paste it here, without opening it."
            error={errorOf(error, 'link')}
            onType={setLink}
          />
          <PasswordField
            id="reset-password"
            label="New password"
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
