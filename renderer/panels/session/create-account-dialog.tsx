import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { Field } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { useDialogDraft } from '../../ui/use-dialog-draft'
import { errorOf } from '../../ui/use-form'
import { EmailStepDialog } from './email-step-dialog'
import { codeDraft, registrationDraft } from './registration-drafts'

interface CreateAccountDialogProps {
  server: string
  close(): void
}

/** Creates an account: Fleep emails a code, and the code opens the dialog that sets the account up. */
export function CreateAccountDialog({ server, close }: CreateAccountDialogProps) {
  return (
    <EmailStepDialog
      id={registrationDraft}
      title={text('signIn.createTitle')}
      submitLabel={text('signIn.sendCode')}
      help={text('signIn.createHelp')}
      email=""
      haveLabel={text('signIn.haveCode')}
      anotherLabel={text('signIn.anotherCode')}
      request={(email) => run('links.register', { server, email })}
      close={close}
    >
      {(email, about) => <CodeDialog server={server} email={email} about={about} close={close} />}
    </EmailStepDialog>
  )
}

interface CodeDialogProps extends CreateAccountDialogProps {
  email: string
  about: ComponentChildren
}

function CodeDialog({ server, email, about, close }: CodeDialogProps) {
  const { fields, edit } = useDialogDraft(codeDraft, { code: '' })
  const isReading = useRef(false)
  const submit = async () => {
    isReading.current = true
    const result = await run('links.readCode', { server, email, code: fields.code })
    isReading.current = false
    return result
  }
  const closeAndStop = () => {
    // Otherwise the next dialog would open when the answer comes.
    if (isReading.current) void run('links.cancelCode', {})
    close()
  }
  return (
    <FormDialog
      title={text('signIn.codeTitle')}
      submitLabel={text('common.continue')}
      submit={submit}
      close={closeAndStop}
    >
      {(error) => (
        <>
          {about}
          <Field
            id="register-code"
            label={text('signIn.code')}
            value={fields.code}
            autofocus
            autocomplete="one-time-code"
            room="two-lines"
            error={errorOf(error, 'code') ?? errorOf(error, 'email') ?? errorOf(error, 'server')}
            onType={(code) => edit({ code })}
          />
        </>
      )}
    </FormDialog>
  )
}
