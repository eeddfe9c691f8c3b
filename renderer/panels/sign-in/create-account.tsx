import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { Field } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { ByMail, MailIsOnItsWay } from './by-mail'

interface CreateAccountProps {
  server: string
  close(): void
}

/**
 * Somebody new wants an account: a code comes by mail, and with it the account is set up. When the code is not taken they
 * see why, and send themselves another.
 */
export function CreateAccount({ server, close }: CreateAccountProps) {
  return (
    <ByMail
      id="register"
      title="Create an account"
      submitLabel="Send me a code"
      help="Fleep sends a code there. Everything else comes after it."
      email=""
      request={(email) => run('links.register', { server, email })}
      close={close}
    >
      {(email, again) => <EnterCode server={server} email={email} again={again} close={close} />}
    </ByMail>
  )
}

function EnterCode({ server, email, again, close }: CreateAccountProps & { email: string; again: ComponentChildren }) {
  const [code, setCode] = useState('')
  return (
    <FormDialog
      title="Enter the code"
      submitLabel="Continue"
      submit={() => run('links.readCode', { server, email: email.trim(), code })}
      close={close}
      aside={() => again}
    >
      {(error) => (
        <>
          <MailIsOnItsWay email={email} />
          <Field
            id="register-code"
            label="Code from the mail"
            value={code}
            autofocus
            autocomplete="one-time-code"
            error={errorOf(error, 'code')}
            onType={setCode}
          />
        </>
      )}
    </FormDialog>
  )
}
