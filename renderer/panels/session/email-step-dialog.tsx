import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { type CommandResult, removeInvisible } from '../../bridge'
import { richText, text } from '../../text'
import { Field } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'

interface EmailStepDialogProps {
  /** Unique in the window. */
  id: string
  title: string
  submitLabel: string
  help: string
  /** The address that is filled in at first. */
  email: string
  /** Asks Fleep to send an email to the address. */
  request(email: string): Promise<CommandResult>
  close(): void
  /** Renders the second step. @param sendAnother a button that goes back to the first */
  children(email: string, sendAnother: ComponentChildren): ComponentChildren
}

/** The first of two steps: asks for an address, to which Fleep sends an email. The second asks for what it contains. */
export function EmailStepDialog(props: EmailStepDialogProps) {
  const { id, title, submitLabel, help, request, close, children } = props
  const [email, setEmail] = useState(props.email)
  const [isSecondStep, setSecondStep] = useState(false)
  const wasSent = useRef(false)
  if (isSecondStep) {
    const goBack = () => {
      wasSent.current = false
      setSecondStep(false)
    }
    return children(
      email,
      <button type="button" class="link" onClick={goBack}>
        {text('signIn.anotherMail')}
      </button>,
    )
  }
  const submit = async () => {
    const result = await request(removeInvisible(email))
    wasSent.current = result.ok
    return result
  }
  return (
    <FormDialog
      title={title}
      submitLabel={submitLabel}
      submit={submit}
      close={() => (wasSent.current ? setSecondStep(true) : close())}
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

export function EmailSentText({ email }: { email: string }) {
  return <p>{richText('signIn.mailed', { email: removeInvisible(email) })}</p>
}
