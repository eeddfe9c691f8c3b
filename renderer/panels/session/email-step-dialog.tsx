import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { CommandResult } from '../../bridge'
import { rich, text } from '../../text'
import { Field } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'

export interface ByMailProps {
  /** Unique in the window. */
  id: string
  title: string
  submitLabel: string
  help: string
  /** What stands in the field at first. */
  email: string
  /** Has a mail sent. */
  request(email: string): Promise<CommandResult>
  close(): void
  /** What is asked for once the mail is on its way. @param again goes back, for another mail */
  children(email: string, again: ComponentChildren): ComponentChildren
}

/** Two steps: an address, to which something is mailed; then what came in that mail. */
export function ByMail(props: ByMailProps) {
  const { id, title, submitLabel, help, request, close, children } = props
  const [email, setEmail] = useState(props.email)
  const [isMailed, setMailed] = useState(false)
  const wasSent = useRef(false)
  if (isMailed) {
    const again = () => {
      wasSent.current = false
      setMailed(false)
    }
    return children(
      email,
      <button type="button" class="link" onClick={again}>
        {text('signIn.anotherMail')}
      </button>,
    )
  }
  const submit = async () => {
    const result = await request(email.trim())
    wasSent.current = result.ok
    return result
  }
  return (
    <FormDialog
      title={title}
      submitLabel={submitLabel}
      submit={submit}
      close={() => (wasSent.current ? setMailed(true) : close())}
    >
      {(error) => (
        <Field
          id={`${id}-email`}
          label={text('signIn.yourAddress')}
          value={email}
          autofocus
          inputMode="email"
          help={help}
          error={errorOf(error, 'email') ?? errorOf(error, 'server')}
          onType={setEmail}
        />
      )}
    </FormDialog>
  )
}

export function MailIsOnItsWay({ email }: { email: string }) {
  return <p>{rich('signIn.mailed', { email: email.trim() })}</p>
}
