import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { Field } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'
import { EmailSentText, EmailStepDialog } from './email-step-dialog'

interface CreateAccountDialogProps {
  server: string
  close(): void
}

/** Creates an account: Fleep emails a code, and the code opens the dialog that sets the account up. */
export function CreateAccountDialog({ server, close }: CreateAccountDialogProps) {
  return (
    <EmailStepDialog
      id="register"
      title={text('signIn.createTitle')}
      submitLabel={text('signIn.sendCode')}
      help={text('signIn.createHelp')}
      email=""
      request={(email) => run('links.register', { server, email })}
      close={close}
    >
      {(email, sendAnother) => <CodeDialog server={server} email={email} sendAnother={sendAnother} close={close} />}
    </EmailStepDialog>
  )
}

interface CodeDialogProps extends CreateAccountDialogProps {
  email: string
  sendAnother: ComponentChildren
}

function CodeDialog({ server, email, sendAnother, close }: CodeDialogProps) {
  const [code, setCode] = useState('')
  return (
    <FormDialog
      title={text('signIn.codeTitle')}
      submitLabel={text('common.continue')}
      submit={() => run('links.readCode', { server, email, code })}
      close={close}
      aside={() => sendAnother}
    >
      {(error) => (
        <>
          <EmailSentText email={email} />
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
