import { useState } from 'preact/hooks'
import { type CommandError, fleepAddressIn, fleepIdOf, type Invitation, run, trimTyped } from '../../bridge'
import { state } from '../../state'
import { richText, text } from '../../text'
import { Field, PasswordField } from '../../ui/field'
import { shortened } from '../../ui/foreign-text'
import { FormDialog } from '../../ui/form-dialog'
import { useDialogDraft } from '../../ui/use-dialog-draft'
import { errorOf } from '../../ui/use-form'
import { StrengthHint } from '../account/strength-hint'
import { dropRegistration } from '../session/registration-drafts'
import type { LinkDialogProps } from './link-recipient'
import './set-up-account-dialog.css'
import '../../ui/checkbox.css'

interface Fields {
  displayName: string
  fleepAddress: string
  phoneNumber: string
  newsletter: boolean
}

/** Sets up a new account, with everything filled in that the invitation knows. */
export function SetUpAccountDialog({ link, invitation, close }: LinkDialogProps & { invitation: Invitation }) {
  const { callingCode, suggestions } = invitation
  const [password, setPassword] = useState('')
  const { fields, edit, save } = useDialogDraft<Fields>(`set-up-${invitation.email}`, {
    displayName: invitation.displayName,
    fleepAddress: suggestions[0] ?? '',
    phoneNumber: callingCode && `${callingCode} `,
    newsletter: false,
  })
  const submit = async () => {
    const fleepAddress = fleepAddressIn(fields.fleepAddress, link.server)
    const phoneNumber = trimTyped(fields.phoneNumber)
    const optional = { phoneNumber: phoneNumber === callingCode ? '' : phoneNumber }
    const input = { id: link.id, ...fields, ...optional, password, fleepAddress }
    const result = await save(() => run('links.setUp', input))
    if (result.ok) dropRegistration()
    return result
  }
  return (
    <FormDialog title={text('setUp.title')} submitLabel={text('setUp.submit')} isWide submit={submit} close={close}>
      {(error) => (
        <>
          <InvitationText invitation={invitation} />
          <AccountFields
            fields={fields}
            password={password}
            setPassword={setPassword}
            suggestions={suggestions}
            error={error}
            onChange={edit}
          />
        </>
      )}
    </FormDialog>
  )
}

interface AccountFieldsProps {
  fields: Fields
  password: string
  setPassword(password: string): void
  suggestions: string[]
  error: CommandError | null
  onChange(changes: Partial<Fields>): void
}

function AccountFields({ fields, password, setPassword, suggestions, error, onChange }: AccountFieldsProps) {
  const { displayName, fleepAddress, phoneNumber, newsletter } = fields
  return (
    <>
      <Field
        id="set-up-name"
        label={text('setting.displayName')}
        value={displayName}
        autocomplete="name"
        autofocus={!displayName}
        help={text('setUp.nameHelp')}
        error={errorOf(error, 'displayName')}
        onType={(typed) => onChange({ displayName: typed })}
      />
      <Field
        id="set-up-address"
        label={text('account.fleepAddress')}
        value={fleepAddress}
        help={<AddressHelp suggestions={suggestions} choose={(suggestion) => onChange({ fleepAddress: suggestion })} />}
        error={errorOf(error, 'fleepAddress')}
        onType={(typed) => onChange({ fleepAddress: typed })}
      />
      <PasswordField
        id="set-up-password"
        label={text('common.password')}
        value={password}
        autocomplete="new-password"
        autofocus={Boolean(displayName)}
        error={errorOf(error, 'password')}
        onType={setPassword}
      />
      <StrengthHint password={password} />
      <Field
        id="set-up-phone"
        label={text('setUp.phoneNumber')}
        value={phoneNumber}
        autocomplete="tel"
        error={errorOf(error, 'phoneNumber')}
        onType={(typed) => onChange({ phoneNumber: typed })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={newsletter}
          onChange={(event) => onChange({ newsletter: event.currentTarget.checked })}
        />
        {text('setUp.newsletter')}
      </label>
    </>
  )
}

/** The account is set up at the server of the link, which may be another than the one of the sign-in form. */
function linkServer(): string {
  return state.openLink.value?.server ?? state.server.value
}

function AddressHelp({ suggestions, choose }: { suggestions: string[]; choose(suggestion: string): void }) {
  return (
    <>
      {text('setUp.fleepAddressHelp', { domain: fleepIdOf('', linkServer()) })}{' '}
      {suggestions.length > 0 && (
        <span class="suggestions">
          {text('setUp.free')}{' '}
          {suggestions.map((suggestion) => (
            <button type="button" class="link" key={suggestion} onClick={() => choose(suggestion)}>
              {suggestion}
            </button>
          ))}
        </span>
      )}
    </>
  )
}

function InvitationText({ invitation }: { invitation: Invitation }) {
  const { email, inviter, organisation, isIntoOrganisation, isIntoTeam } = invitation
  const named = organisation ? shortened(organisation, 100) : isIntoOrganisation ? text('setUp.organisation') : ''
  const place = [named, isIntoTeam && text('setUp.team')].filter(Boolean).join(', ')
  return (
    <p>
      {inviterText(inviter ? shortened(inviter, 100) : '', place)}{' '}
      {email ? richText('setUp.forAddress', { email: shortened(email) }) : text('setUp.forAddressee')}
    </p>
  )
}

function inviterText(inviter: string, place: string) {
  if (inviter) {
    return place ? richText('setUp.invitesTo', { inviter, where: place }) : richText('setUp.invites', { inviter })
  }
  return place && richText('setUp.invitedTo', { where: place })
}
