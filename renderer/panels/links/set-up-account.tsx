import { useState } from 'preact/hooks'
import { type Invitation, run } from '../../bridge'
import { Field, PasswordField } from '../../ui/field'
import { ForeignText } from '../../ui/foreign-text'
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
      title="Set up your account"
      submitLabel="Set it up and sign in"
      isWide
      submit={() => run('links.setUp', { displayName, password, fleepAddress, phoneNumber, newsletter })}
      close={close}
    >
      {(error) => (
        <>
          <Invited invitation={invitation} />
          <Field
            id="set-up-name"
            label="Name"
            value={displayName}
            autocomplete="name"
            autofocus={!displayName}
            help="How people see you."
            error={errorOf(error, 'displayName')}
            onType={setDisplayName}
          />
          <Field
            id="set-up-address"
            label="Fleep address"
            value={typedAddress}
            help={
              <>
                Before @fleep.io; it cannot be changed later.{' '}
                {suggestions.length > 0 && (
                  <span class="suggestions">
                    Free:{' '}
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
            label="Password"
            value={password}
            autocomplete="new-password"
            autofocus={Boolean(displayName)}
            error={errorOf(error, 'password')}
            onType={setPassword}
          />
          <StrengthHint password={password} />
          <Field
            id="set-up-phone"
            label="Phone number (optional)"
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
            Send me news about Fleep, now and then
          </label>
        </>
      )}
    </FormDialog>
  )
}

function Invited({ invitation: { email, inviter, organisation, team } }: { invitation: Invitation }) {
  const where = [organisation, team && `the team ${team}`].filter(Boolean).join(', ')
  return (
    <p>
      {(inviter || where) && (
        <>
          {inviter ? <ForeignText text={inviter} most={100} /> : 'You are'} {inviter ? 'invites you' : 'invited'}
          {where && (
            <>
              {' '}
              to <ForeignText text={where} />
            </>
          )}
          .{' '}
        </>
      )}
      {email ? (
        <>
          The account will be for <strong>{email}</strong>.
        </>
      ) : (
        'The account will be for the address to which the mail was sent.'
      )}
    </p>
  )
}
