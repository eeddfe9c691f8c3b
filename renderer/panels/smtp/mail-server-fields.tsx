import { type CommandError, mailEncryptions } from '../../bridge'
import { text } from '../../text'
import { Field, PasswordField } from '../../ui/field'
import { Segments } from '../../ui/segments'
import { errorOf } from '../../ui/use-form'
import { describedByNote, FieldNote } from './field-note'
import type { MailForm } from './mail-form'
import { encryptionName, portWarning } from './port-and-encryption'
import { AddressHelp, PasswordHelp, ServerHelp } from './suggestion-help'
import './mail-server-fields.css'

interface MailServerFieldsProps {
  form: MailForm
  /** Of the last attempt. */
  error: CommandError | null
  clearError(): void
}

/** The fields of the mail server form. */
export function MailServerFields(props: MailServerFieldsProps) {
  return (
    <>
      <AddressField {...props} />
      <PasswordOfServer {...props} />
      <HostAndPort {...props} />
      <UsernameAndEncryption {...props} />
    </>
  )
}

function AddressField({ form, error }: MailServerFieldsProps) {
  const { address } = form.fields
  const problem = errorOf(error, 'address')
  return (
    <div>
      <Field
        id="mail-address"
        label={text('smtp.address')}
        value={address}
        autofocus={!form.mailServer}
        inputMode="email"
        {...describedByNote('mail-address', problem, true)}
        onType={(typed) => form.edit('address', typed)}
        onLeave={() => void form.suggest()}
      />
      <FieldNote errors={{ 'mail-address': problem }} helpOf="mail-address">
        <AddressHelp form={form} />
      </FieldNote>
    </div>
  )
}

function PasswordOfServer({ form, error }: MailServerFieldsProps) {
  const problem = errorOf(error, 'password')
  return (
    <div>
      <PasswordField
        id="mail-password"
        label={text('common.password')}
        value={form.password.value}
        autocomplete="new-password"
        autofocus={form.mailServer !== null}
        {...describedByNote('mail-password', problem, true)}
        onType={(typed) => {
          form.password.value = typed
        }}
      />
      <FieldNote errors={{ 'mail-password': problem }} helpOf="mail-password">
        <PasswordHelp form={form} />
      </FieldNote>
    </div>
  )
}

function HostAndPort({ form, error }: MailServerFieldsProps) {
  const { host, port } = form.fields
  const [hostProblem, portProblem] = [errorOf(error, 'host'), errorOf(error, 'port')]
  return (
    <div class="field-pair host-and-port">
      <Field
        id="mail-host"
        label={text('smtp.server')}
        value={host}
        {...describedByNote('mail-host', hostProblem)}
        onType={(typed) => form.edit('host', typed)}
      />
      <Field
        id="mail-port"
        label={text('smtp.port')}
        value={port}
        inputMode="numeric"
        {...describedByNote('mail-port', portProblem)}
        onType={(typed) => form.edit('port', typed.trim())}
      />
      <FieldNote errors={{ 'mail-host': hostProblem, 'mail-port': portProblem }}>
        {port === '' ? text('smtp.portByFleep') : <ServerHelp form={form} />}
      </FieldNote>
    </div>
  )
}

function UsernameAndEncryption({ form, error, clearError }: MailServerFieldsProps) {
  const { username, port, encryption } = form.fields
  const [usernameProblem, problem] = [errorOf(error, 'username'), errorOf(error, 'encryption')]
  const warning = portWarning(Number(port), encryption) ?? (encryption === 'none' && 'smtp.noEncryptionHelp')
  return (
    <div class="field-pair username-and-encryption">
      <Field
        id="mail-username"
        label={text('smtp.username')}
        value={username}
        {...describedByNote('mail-username', usernameProblem)}
        onType={(typed) => form.edit('username', typed)}
      />
      <fieldset class="field" aria-describedby="mail-encryption-help mail-encryption-error">
        <legend>{text('smtp.encryption')}</legend>
        <Segments
          name="mail-encryption"
          options={mailEncryptions.map((value) => ({ value, label: encryptionName(value) }))}
          value={encryption}
          choose={(value) => {
            form.editEncryption(value)
            // Its port may have changed with it.
            if (errorOf(error, 'port')) clearError()
          }}
        />
      </fieldset>
      <FieldNote errors={{ 'mail-username': usernameProblem, 'mail-encryption': problem }} helpOf="mail-encryption">
        {warning && text(warning)}
      </FieldNote>
    </div>
  )
}
