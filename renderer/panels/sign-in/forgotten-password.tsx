import { useRef, useState } from 'preact/hooks'
import { run } from '../../bridge'
import { Field, PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { StrengthHint } from '../account/strength-hint'

export interface ForgottenPasswordProps {
  server: string
  /** What stands in the sign-in form. */
  email: string
  close(): void
}

/**
 * The person wants in without the password: a link comes by mail, and with it they set a new one and are signed in. When
 * the link does not work they see why, and send themselves another.
 */
export function ForgottenPassword(props: ForgottenPasswordProps) {
  const [email, setEmail] = useState(props.email.includes('@') ? props.email : '')
  const [isMailed, setMailed] = useState(false)
  if (isMailed) return <NewPasswordDialog {...props} email={email} again={() => setMailed(false)} />
  const mailed = (address: string) => {
    setEmail(address)
    setMailed(true)
  }
  return <RequestDialog {...props} email={email} mailed={mailed} />
}

function RequestDialog({ server, email, close, mailed }: ForgottenPasswordProps & { mailed(email: string): void }) {
  const [typed, setTyped] = useState(email)
  const isMailed = useRef(false)
  const submit = async () => {
    const result = await run('session.requestReset', { server, email: typed.trim() })
    isMailed.current = result.ok
    return result
  }
  return (
    <FormDialog
      title="Forgotten your password?"
      submitLabel="Send the mail"
      submit={submit}
      close={() => (isMailed.current ? mailed(typed.trim()) : close())}
    >
      {(error) => (
        <>
          <p>Fleep sends you a mail with a link. Your password stays as it is until you set another one with it.</p>
          <Field
            id="reset-email"
            label="Your email address"
            value={typed}
            autofocus
            inputMode="email"
            error={errorOf(error, 'email') ?? errorOf(error, 'server')}
            onType={setTyped}
          />
        </>
      )}
    </FormDialog>
  )
}

function NewPasswordDialog({ server, email, close, again }: ForgottenPasswordProps & { again(): void }) {
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
      aside={() => (
        <button type="button" class="link" onClick={again}>
          Send another mail
        </button>
      )}
    >
      {(error) => (
        <>
          <p>
            A mail is on its way to <strong>{email}</strong>.
          </p>
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
