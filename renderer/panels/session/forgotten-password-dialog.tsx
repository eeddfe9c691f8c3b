import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { type CommandResult, run } from '../../bridge'
import { dropDraft } from '../../saving'
import { text } from '../../text'
import { Field, PasswordField } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { useDialogDraft } from '../../ui/use-dialog-draft'
import { errorOf } from '../../ui/use-form'
import { StrengthHint } from '../account/strength-hint'
import { EmailStepDialog } from './email-step-dialog'

interface ForgottenPasswordDialogProps {
  server: string
  /** The address in the sign-in form, or the account's own. */
  email: string
  /** Whether the password of the signed-in account is set. */
  isOwn?: boolean
  close(): void
}

/** Sets a new password by a link that Fleep emails, and signs in with it. */
export function ForgottenPasswordDialog({ server, email, isOwn = false, close }: ForgottenPasswordDialogProps) {
  const id = isOwn ? 'reset-own' : 'reset'
  return (
    <EmailStepDialog
      id={id}
      title={text('signIn.forgotten')}
      submitLabel={text('signIn.sendMail')}
      help={text('signIn.forgottenHelp')}
      email={email.includes('@') ? email : ''}
      isFixed={isOwn}
      haveLabel={text('signIn.haveLink')}
      anotherLabel={text('signIn.anotherMail')}
      request={(to) => run('session.requestReset', { server, email: to })}
      close={close}
    >
      {(to, about) => (
        <NewPasswordDialog
          id={id}
          about={about}
          setPassword={isOwn ? run.bind(null, 'session.resetOwnPassword') : resetAndSignIn(server, to)}
          close={close}
        />
      )}
    </EmailStepDialog>
  )
}

interface NewPassword {
  link: string
  newPassword: string
}

const resetAndSignIn =
  (server: string, email: string) =>
  async ({ link, newPassword }: NewPassword): Promise<CommandResult> => {
    const reset = await run('session.confirmReset', { server, link, newPassword })
    if (!reset.ok) return reset
    const result = await run('session.signIn', { server, email, password: newPassword })
    if (result.ok) return result
    // The link is used up, so a further try only signs in.
    const { field: _field, ...error } = result.error
    return { ok: false, error: { ...error, message: text('session.passwordIsSet', { problem: error.message }) } }
  }

interface NewPasswordDialogProps {
  /** Of the first step. */
  id: string
  about: ComponentChildren
  setPassword(input: NewPassword): Promise<CommandResult>
  close(): void
}

function NewPasswordDialog({ id, about, setPassword, close }: NewPasswordDialogProps) {
  const { fields, edit, save } = useDialogDraft(`${id}-link`, { link: '' })
  const [newPassword, setNewPassword] = useState('')
  const submit = async () => {
    const result = await save(() => setPassword({ link: fields.link, newPassword }))
    if (result.ok) dropDraft(id)
    return result
  }
  return (
    <FormDialog
      title={text('links.title.reset-password')}
      submitLabel={text('signIn.setAndSignIn')}
      submit={submit}
      close={close}
    >
      {(error) => (
        <>
          {about}
          <Field
            id="reset-link"
            label={text('links.linkFromMail')}
            value={fields.link}
            autofocus
            help={text('signIn.linkHelp')}
            room="two-lines"
            error={errorOf(error, 'link') ?? errorOf(error, 'server')}
            onType={(link) => edit({ link })}
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
