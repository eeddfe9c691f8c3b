import { randomInt, randomUUID } from 'node:crypto'
import { type Account, createAccount } from './accounts'
import { refused } from './failure'
import { type Input, optionalBoolean, optionalText, text } from './input'
import type { FleepState, Newcomer } from './state'

/** INFERRED: no number is published. */
const codesAnHour = 5

type Mailing = 'code' | 'link'

/** Mails a code or a link. What was mailed to this address before ends. */
export function mailNewcomer(
  state: FleepState,
  { email, by, ...rest }: Partial<Pick<Newcomer, 'chosen' | 'invitation'>> & { email: string; by: Mailing },
): Newcomer {
  const newcomer: Newcomer = {
    email,
    notificationId: randomUUID(),
    code: by === 'code' ? String(randomInt(100_000, 1_000_000)) : null,
    chosen: null,
    invitation: {},
    ...rest,
  }
  state.newcomers = [...state.newcomers.filter((other) => other.email !== email), newcomer]
  const { code, notificationId } = newcomer
  const subject = code ? `Fleep confirmation code: ${code}` : 'Confirm your account'
  state.outbox.push({ to: email, subject, notificationId })
  return newcomer
}

function mayRegister(state: FleepState, input: Input): string {
  const email = text(input, 'email').trim().toLowerCase()
  if (state.ownerOfAddress(email)) throw refused('account_active', 'There is an account with this address already')
  const count = (state.registrations.get(email) ?? 0) + 1
  if (count > codesAnHour) throw refused('too_many_registrations', 'Too many registrations. Try again later')
  state.registrations.set(email, count)
  return email
}

/** The older way: a name and a password at once, then a code or a link. */
export function register(state: FleepState, input: Input): unknown {
  const email = mayRegister(state, input)
  const chosen = { displayName: text(input, 'display_name'), password: text(input, 'password') }
  mailNewcomer(state, { email, by: optionalBoolean(input, 'use_code') ? 'code' : 'link', chosen })
  return {}
}

/** An address alone; the rest is asked for once the code was read. Sends the code again, too. */
export function registerV2(state: FleepState, input: Input): unknown {
  mailNewcomer(state, { email: mayRegister(state, input), by: 'code' })
  return {}
}

export function prepare(state: FleepState, input: Input): unknown {
  const id = optionalText(input, 'notification_id')
  const code = optionalText(input, 'registration_code')
  const mail = optionalText(input, 'registration_mail')?.toLowerCase()
  const newcomer = state.newcomers.find((one) =>
    id === undefined ? one.code !== null && one.code === code && one.email === mail : one.notificationId === id,
  )
  if (!newcomer) throw id === undefined ? refused('wrong_code', 'Wrong or expired code') : expired()
  const { email, notificationId, invitation } = newcomer
  return {
    notification_id: notificationId,
    email_address: email,
    ...invitation,
    suggestions: suggestionsFor(state, email),
    country_code: 'EE',
  }
}

/** Confirms who chose name and password before. */
export function confirm(state: FleepState, input: Input): Account {
  const newcomer = waiting(state, input)
  const { displayName = '', password = randomUUID() } = newcomer.chosen ?? {}
  return settle(state, newcomer, createAccount({ email: newcomer.email, displayName, password, flags: [] }))
}

export function confirmV2(state: FleepState, input: Input): Account {
  const newcomer = waiting(state, input)
  const fleepAddress = text(input, 'fleep_address')
  if (isTaken(state, fleepAddress)) throw refused('fleep_address_not_available', 'Fleep address is not available')
  const phone = optionalText(input, 'phone_nr')
  const own = {
    is_newsletter_disabled: optionalBoolean(input, 'is_newsletter_disabled') ?? true,
    ...(phone ? { phone_nr: phone } : {}),
  }
  const displayName = text(input, 'display_name')
  const seed = { email: newcomer.email, displayName, password: text(input, 'password'), fleepAddress, own }
  return settle(state, newcomer, createAccount(seed))
}

function waiting(state: FleepState, input: Input): Newcomer {
  const id = text(input, 'notification_id')
  if (state.settled.has(id)) throw refused('account_active', 'This account is active already')
  const newcomer = state.newcomers.find((one) => one.notificationId === id)
  if (!newcomer) throw expired()
  return newcomer
}

function settle(state: FleepState, newcomer: Newcomer, account: Account): Account {
  state.accounts.push(account)
  state.settled.add(newcomer.notificationId)
  state.newcomers = state.newcomers.filter((other) => other !== newcomer)
  return account
}

function suggestionsFor(state: FleepState, email: string): string[] {
  const name = email.split('@')[0]?.replace(/[^a-z0-9._-]/g, '') ?? 'fleeper'
  return [name, `${name}1`, `${name}.fleep`].filter((address) => !isTaken(state, address))
}

function isTaken(state: FleepState, address: string): boolean {
  return state.accounts.some((other) => other.fleepAddress === address.toLowerCase())
}

const expired = () => refused('notification_expired', 'This link has been used or has expired')
