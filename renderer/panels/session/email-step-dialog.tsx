import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { type CommandResult, removeInvisible } from '../../bridge'
import { richText, text } from '../../text'
import { Field } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { useDialogDraft } from '../../ui/use-dialog-draft'
import { errorOf } from '../../ui/use-form'
import { EmailSentText } from './email-sent-text'

interface EmailStepDialogProps {
  /** Unique in the window. */
  id: string
  title: string
  submitLabel: string
  help: string
  /** The address that is filled in at first. */
  email: string
  /** Whether the user may type another address. */
  isFixed?: boolean
  /** The label of the button for a user who has the email already. */
  haveLabel: string
  /** The label of the button in the second step that sends another email. */
  anotherLabel: string
  /** Asks Fleep to send an email to the address. */
  request(email: string): Promise<CommandResult>
  close(): void
  /** Renders the second step. @param about says where the email went, and offers to send another one */
  children(email: string, about: ComponentChildren): ComponentChildren
}

/**
 * The first of two steps: asks for an address, to which Fleep sends an email. The second asks for what it contains. A
 * dialog that is opened again goes on where it was closed, since the email may come meanwhile.
 */
export function EmailStepDialog(props: EmailStepDialogProps) {
  const { id, isFixed = false, request, close, children } = props
  const { fields, edit } = useDialogDraft(id, { email: props.email, isSent: false })
  const [step, setStep] = useState(fields.isSent ? 'second' : 'first')
  const isNext = useRef(false)
  const send = async (email: string) => {
    const result = await request(email)
    if (result.ok) edit({ email, isSent: true })
    return result
  }
  if (step === 'second') {
    const goBack = () => {
      isNext.current = false
      edit({ isSent: false })
      setStep('first')
    }
    const another = { label: props.anotherLabel, send: () => send(fields.email) }
    return children(
      fields.email,
      <EmailSentText email={fields.email} another={another} changeAddress={isFixed ? undefined : goBack} />,
    )
  }
  return (
    <FirstStep
      {...props}
      address={fields.email}
      setAddress={(email) => edit({ email })}
      goOn={async () => {
        const result = await send(removeInvisible(fields.email))
        isNext.current = result.ok
        return result
      }}
      skip={async () => {
        const result = whetherTyped(fields.email)
        isNext.current = result.ok
        if (result.ok) edit({ email: removeInvisible(fields.email), isSent: true })
        return result
      }}
      close={() => (isNext.current ? setStep('second') : close())}
    />
  )
}

interface FirstStepProps extends EmailStepDialogProps {
  address: string
  setAddress(address: string): void
  /** Sends the email. */
  goOn(): Promise<CommandResult>
  /** Goes to the second step without an email. */
  skip(): Promise<CommandResult>
}

function FirstStep({ id, address, setAddress, goOn, skip, ...props }: FirstStepProps) {
  return (
    <FormDialog
      title={props.title}
      submitLabel={props.submitLabel}
      submit={goOn}
      close={props.close}
      aside={(send) => (
        <button type="button" class="link" onClick={() => send(skip)}>
          {props.haveLabel}
        </button>
      )}
    >
      {(error) =>
        props.isFixed ? (
          <>
            <p>{richText('signIn.mailGoesTo', { email: address })}</p>
            <p class="help">{props.help}</p>
          </>
        ) : (
          <Field
            id={`${id}-email`}
            label={text('signIn.yourAddress')}
            value={address}
            autofocus
            inputMode="email"
            help={props.help}
            room="two-lines"
            error={errorOf(error, 'email') ?? errorOf(error, 'server')}
            onType={setAddress}
          />
        )
      }
    </FormDialog>
  )
}

/** The second step needs the address, too. */
function whetherTyped(email: string): CommandResult {
  if (removeInvisible(email)) return { ok: true, value: undefined }
  const message = text('input.email')
  return { ok: false, error: { code: 'invalid-input', field: 'email', message, canRetry: false } }
}
