import { useState } from 'preact/hooks'
import { type Invitation, run } from '../../bridge'
import { rich, text } from '../../text'
import { Field, PasswordField } from '../../ui/field'
import { shortened } from '../../ui/foreign-text'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { StrengthHint } from '../account/strength-hint'

/**
 * Somebody new wants to be in, with as little to type as can be; when something cannot be had they see which, with
 * everything else still there.
 */
export function SetUpAccount({ invitation, close }: { invitation: Invitation; close(): void }) {
  const { callingCode, suggestions } = invitation
  const [displayName, setDisplayName] = useState(invitation.displayName)
  const [typedAddress, setTypedAddress] = useState(suggestions[0] ?? '')
  const [password, setPassword] = useState('')
  const [phone, setPhone] = useState(callingCode && `${callingCode} `)
  const [newsletter, setNewsletter] = useState(false)
  const fleepAddress = typedAddress.trim().replace(/@fleep\.io$/i, '')
  const phoneNumber = phone.trim() === callingCode ? '' : phone.trim()
  return (
    <FormDialog
      title={text('setUp.title')}
      submitLabel={text('setUp.submit')}
      isWide
      submit={() => run('links.setUp', { displayName, password, fleepAddress, phoneNumber, newsletter })}
      close={close}
    >
      {(error) => (
        <>
          <Invited invitation={invitation} />
          <Field
            id="set-up-name"
            label={text('setting.displayName')}
            value={displayName}
            autocomplete="name"
            autofocus={!displayName}
            help={text('setUp.nameHelp')}
            error={errorOf(error, 'displayName')}
            onType={setDisplayName}
          />
          <Field
            id="set-up-address"
            label={text('account.fleepAddress')}
            value={typedAddress}
            help={
              <>
                {text('setUp.fleepAddressHelp')}{' '}
                {suggestions.length > 0 && (
                  <span class="suggestions">
                    {text('setUp.free')}{' '}
                    {suggestions.map((suggestion) => (
                      <button type="button" class="link" key={suggestion} onClick={() => setTypedAddress(suggestion)}>
                        {suggestion}
                      </button>
                    ))}
                  </span>
                )}
              </>
            }
            error={errorOf(error, 'fleepAddress')}
            onType={setTypedAddress}
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
            value={phone}
            autocomplete="tel"
            error={errorOf(error, 'phoneNumber')}
            onType={setPhone}
          />
          <label class="check">
            <input
              type="checkbox"
              checked={newsletter}
              onChange={(event) => setNewsletter(event.currentTarget.checked)}
            />
            {text('setUp.newsletter')}
          </label>
        </>
      )}
    </FormDialog>
  )
}

function Invited({ invitation: { email, inviter, organisation, team } }: { invitation: Invitation }) {
  const where = [organisation, team && text('setUp.team', { team })].filter(Boolean).join(', ')
  return (
    <p>
      {invitationWords(inviter ? shortened(inviter, 100) : '', where)}{' '}
      {email ? rich('setUp.forAddress', { email }) : text('setUp.forAddressee')}
    </p>
  )
}

function invitationWords(inviter: string, where: string) {
  if (inviter) return where ? rich('setUp.invitesTo', { inviter, where }) : rich('setUp.invites', { inviter })
  return where && rich('setUp.invitedTo', { where })
}
