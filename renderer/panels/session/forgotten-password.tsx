import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { Field, PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { StrengthHint } from '../account/strength-hint'
import { ByMail, MailIsOnItsWay } from './email-step-dialog'

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
      title={text('signIn.forgotten')}
      submitLabel={text('signIn.sendMail')}
      help={text('signIn.forgottenHelp')}
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
      title={text('links.title.reset-password')}
      submitLabel={text('signIn.setAndSignIn')}
      submit={submit}
      close={close}
      aside={() => again}
    >
      {(error) => (
        <>
          <MailIsOnItsWay email={email} />
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
