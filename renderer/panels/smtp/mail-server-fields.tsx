import { type CommandError, mailEncryptions, removeInvisible } from '../../bridge'
import { keychainName } from '../../keychain-name'
import { state } from '../../state'
import { text } from '../../text'
import { Field, FieldText, PasswordField } from '../../ui/field'
import { Segments } from '../../ui/segments'
import { errorOf } from '../../ui/use-form'
import type { MailForm } from './mail-form'
import { encryptionName, portWarning } from './port-and-encryption'
import { SuggestionNote } from './suggestion-note'
import './mail-server-fields.css'

interface MailServerFieldsProps {
  form: MailForm
  /** Of the last attempt. */
  error: CommandError | null
}

/** The fields of the mail server form. */
export function MailServerFields({ form, error }: MailServerFieldsProps) {
  return (
    <>
      <AddressField form={form} error={error} />
      <PasswordField
        id="mail-password"
        label={text('common.password')}
        value={form.fields.value.password}
        autocomplete="new-password"
        autofocus={form.mailServer !== null}
        help={passwordHelp(form)}
        error={errorOf(error, 'password')}
        onType={(typed) => form.edit('password', typed)}
      />
      <SuggestionNote form={form} />
      <HostAndPort form={form} error={error} />
      <div class="side-by-side">
        <Field
          id="mail-username"
          label={text('smtp.username')}
          value={form.fields.value.username}
          error={errorOf(error, 'username')}
          onType={(typed) => form.edit('username', typed)}
        />
        <EncryptionField form={form} error={error} />
      </div>
    </>
  )
}

function AddressField({ form, error }: MailServerFieldsProps) {
  const { address } = form.fields.value
  const hasOther = state.mailServers.value?.some(
    (other) => other.id !== form.mailServer?.id && other.address === removeInvisible(address),
  )
  return (
    <Field
      id="mail-address"
      label={text('smtp.address')}
      value={address}
      autofocus={!form.mailServer}
      inputMode="email"
      {...(hasOther && { help: text('smtp.second') })}
      error={errorOf(error, 'address')}
      onType={(typed) => form.edit('address', typed)}
      onLeave={() => void form.suggest()}
    />
  )
}

function HostAndPort({ form, error }: MailServerFieldsProps) {
  const { host, port } = form.fields.value
  return (
    <div class="side-by-side host-and-port">
      <Field
        id="mail-host"
        label={text('smtp.server')}
        value={host}
        error={errorOf(error, 'host')}
        onType={(typed) => form.edit('host', typed)}
      />
      <Field
        id="mail-port"
        label={text('smtp.port')}
        value={port}
        inputMode="numeric"
        error={errorOf(error, 'port')}
        onType={(typed) => form.edit('port', typed.trim())}
      />
    </div>
  )
}

function EncryptionField({ form, error }: MailServerFieldsProps) {
  const { port, encryption } = form.fields.value
  const warning = portWarning(Number(port), encryption) ?? (encryption === 'none' && 'smtp.noEncryptionHelp')
  return (
    <fieldset class="field" aria-describedby="mail-encryption-help mail-encryption-error">
      <legend>{text('smtp.encryption')}</legend>
      <Segments
        name="mail-encryption"
        options={mailEncryptions.map((value) => ({ value, label: encryptionName(value) }))}
        value={encryption}
        choose={(value) => form.editEncryption(value)}
      />
      <FieldText id="mail-encryption" help={warning && text(warning)} error={errorOf(error, 'encryption')} />
    </fieldset>
  )
}

/** Says where the password is, or where it will be stored. */
function passwordHelp({ mailServer }: MailForm): string {
  const keychain = keychainName()
  if (!mailServer) return text('smtp.passwordKept', { keychain })
  const place = state.mailPasswords.value[mailServer.id]?.kind
  if (place === 'stored') return text('smtp.passwordStored', { keychain })
  if (place === 'memory-only') return text('smtp.passwordKnown')
  return text('smtp.passwordAtFleep', { keychain })
}
