import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { Field } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { ByMail, MailIsOnItsWay } from './email-step-dialog'

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
      title={text('signIn.createTitle')}
      submitLabel={text('signIn.sendCode')}
      help={text('signIn.createHelp')}
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
      title={text('signIn.codeTitle')}
      submitLabel={text('common.continue')}
      submit={() => run('links.readCode', { server, email: email.trim(), code })}
      close={close}
      aside={() => again}
    >
      {(error) => (
        <>
          <MailIsOnItsWay email={email} />
          <Field
            id="register-code"
            label={text('signIn.code')}
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
