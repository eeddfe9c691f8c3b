import { useRef, useState } from 'preact/hooks'
import { run } from '../../bridge'
import { Field } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'

export interface CreateAccountProps {
  server: string
  close(): void
}

/**
 * Somebody new wants an account: a code comes by mail, and with it the account is set up. When the code is not taken they
 * see why, and send themselves another.
 */
export function CreateAccount(props: CreateAccountProps) {
  const [email, setEmail] = useState('')
  const [isMailed, setMailed] = useState(false)
  if (isMailed) return <EnterCode {...props} email={email} again={() => setMailed(false)} />
  const mailed = (address: string) => {
    setEmail(address)
    setMailed(true)
  }
  return <AskForCode {...props} email={email} mailed={mailed} />
}

function AskForCode({
  server,
  email,
  close,
  mailed,
}: CreateAccountProps & { email: string; mailed(to: string): void }) {
  const [typed, setTyped] = useState(email)
  const isMailed = useRef(false)
  const submit = async () => {
    const result = await run('links.register', { server, email: typed.trim() })
    isMailed.current = result.ok
    return result
  }
  return (
    <FormDialog
      title="Create an account"
      submitLabel="Send me a code"
      submit={submit}
      close={() => (isMailed.current ? mailed(typed.trim()) : close())}
    >
      {(error) => (
        <Field
          id="register-email"
          label="Your email address"
          value={typed}
          autofocus
          inputMode="email"
          help="Fleep sends a code there. Everything else comes after it."
          error={errorOf(error, 'email') ?? errorOf(error, 'server')}
          onType={setTyped}
        />
      )}
    </FormDialog>
  )
}

function EnterCode({ server, email, close, again }: CreateAccountProps & { email: string; again(): void }) {
  const [code, setCode] = useState('')
  return (
    <FormDialog
      title="Enter the code"
      submitLabel="Continue"
      submit={() => run('links.readCode', { server, email, code })}
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
