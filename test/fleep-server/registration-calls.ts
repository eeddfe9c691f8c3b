import { randomInt, randomUUID } from 'node:crypto'
import { checkAddress } from './account-calls'
import { type Account, createAccount } from './accounts'
import { refused } from './failure'
import { type Input, optionalBoolean, optionalText, text } from './input'
import type { FleepState, Registration } from './state'

/** INFERRED: the limit is not published. */
const maxRegistrations = 5

/** Sends a code or a link by email. Earlier ones for this address become invalid. */
export function sendRegistrationEmail(
  state: FleepState,
  { email, by, ...rest }: Partial<Pick<Registration, 'chosen' | 'invitation'>> & { email: string; by: 'code' | 'link' },
): Registration {
  const registration: Registration = {
    email,
    notificationId: randomUUID(),
    code: by === 'code' ? String(randomInt(100_000, 1_000_000)) : null,
    chosen: null,
    invitation: {},
    ...rest,
  }
  const earlier = state.quirks.has('earlier-codes')
    ? state.pendingRegistrations
    : state.pendingRegistrations.filter((other) => other.email !== email)
  state.pendingRegistrations = [...earlier, registration]
  const { code, notificationId } = registration
  const subject = code ? `Fleep confirmation code: ${code}` : 'Confirm your account'
  state.outbox.push({ to: email, subject, notificationId })
  return registration
}

/** @throws Failure 431 if the address has an account, or after too many registrations. @returns the address */
function readNewAddress(state: FleepState, input: Input): string {
  const email = text(input, 'email').trim().toLowerCase()
  if (state.ownerOfAddress(email)) throw refused('account_active', 'There is an account with this address already')
  const count = (state.registrations.get(email) ?? 0) + 1
  if (count > maxRegistrations) throw refused('too_many_registrations', 'Too many registrations. Try again later')
  state.registrations.set(email, count)
  return email
}

/** account/register, the older call: takes name and password, and sends a code or a link. */
export function register(state: FleepState, input: Input): unknown {
  const email = readNewAddress(state, input)
  // Some clients send no name. Source: Fleep's public Python client.
  const chosen = { displayName: optionalText(input, 'display_name') ?? '', password: text(input, 'password') }
  sendRegistrationEmail(state, { email, by: optionalBoolean(input, 'use_code') ? 'code' : 'link', chosen })
  return {}
}

/** account/register/v2: takes only the address and sends a code. A second call sends another one. */
export function registerV2(state: FleepState, input: Input): unknown {
  sendRegistrationEmail(state, { email: readNewAddress(state, input), by: 'code' })
  return {}
}

export function prepare(state: FleepState, input: Input): unknown {
  const id = optionalText(input, 'notification_id')
  const code = optionalText(input, 'registration_code')
  const email = optionalText(input, 'registration_mail')?.toLowerCase()
  const registration = state.pendingRegistrations.find((candidate) =>
    id === undefined
      ? candidate.code !== null && candidate.code === code && candidate.email === email
      : candidate.notificationId === id,
  )
  if (!registration) throw id === undefined ? refused('wrong_code', 'Wrong or expired code') : expired()
  const { notificationId, invitation } = registration
  return {
    notification_id: notificationId,
    email_address: registration.email,
    ...invitation,
    suggestions: suggestionsFor(state, registration.email),
    country_code: 'EE',
  }
}

/** account/confirm: for a registration with name and password. */
export function confirm(state: FleepState, input: Input): Account {
  const registration = findRegistration(state, input)
  const { displayName = '', password = randomUUID() } = registration.chosen ?? {}
  return addAccount(state, registration, createAccount({ email: registration.email, displayName, password, flags: [] }))
}

export function confirmV2(state: FleepState, input: Input): Account {
  const registration = findRegistration(state, input)
  const fleepAddress = text(input, 'fleep_address')
  checkAddress(state, null, fleepAddress)
  const phone = optionalText(input, 'phone_nr')
  const own = {
    is_newsletter_disabled: optionalBoolean(input, 'is_newsletter_disabled') ?? true,
    ...(phone ? { phone_nr: phone } : {}),
  }
  const displayName = text(input, 'display_name')
  const seed = { email: registration.email, displayName, password: text(input, 'password'), fleepAddress, own }
  const account = createAccount(seed)
  if (state.quirks.has('newsletter-not-told')) account.untold.add('is_newsletter_disabled')
  return addAccount(state, registration, account)
}

function findRegistration(state: FleepState, input: Input): Registration {
  const id = text(input, 'notification_id')
  if (state.confirmedIds.has(id)) throw refused('account_active', 'This account is active already')
  const registration = state.pendingRegistrations.find((candidate) => candidate.notificationId === id)
  if (!registration) throw expired()
  // An earlier link or code of an address that has an account by now.
  if (state.ownerOfAddress(registration.email)) throw refused('account_active', 'This account is active already')
  return registration
}

function addAccount(state: FleepState, registration: Registration, account: Account): Account {
  state.accounts.push(account)
  state.confirmedIds.add(registration.notificationId)
  if (!state.quirks.has('earlier-codes')) {
    state.pendingRegistrations = state.pendingRegistrations.filter((other) => other !== registration)
  }
  return account
}

function suggestionsFor(state: FleepState, email: string): string[] {
  const name = email.split('@')[0]?.replace(/[^a-z0-9._-]/g, '') ?? 'fleeper'
  const isLong = (address: string) => !state.quirks.has('fleep-id-length') || address.length >= 6
  return [name, `${name}1`, `${name}.fleep`].filter((address) => isLong(address) && !isTaken(state, address))
}

function isTaken(state: FleepState, address: string): boolean {
  return state.accounts.some((other) => other.fleepAddress === address.toLowerCase())
}

const expired = () => refused('notification_expired', 'This link has been used or has expired')
