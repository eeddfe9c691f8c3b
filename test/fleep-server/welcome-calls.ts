import { randomInt, randomUUID } from 'node:crypto'
import { type Account, createAccount } from './accounts'
import { refused } from './failure'
import { type Input, optionalBoolean, optionalText, text } from './input'
import type { FleepState, Newcomer } from './state'

/** INFERRED: the limit is not published. */
const maxRegistrations = 5

/** Sends a code or a link by email. Earlier ones for this address become invalid. */
export function mailNewcomer(
  state: FleepState,
  { email, by, ...rest }: Partial<Pick<Newcomer, 'chosen' | 'invitation'>> & { email: string; by: 'code' | 'link' },
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
  const chosen = { displayName: text(input, 'display_name'), password: text(input, 'password') }
  mailNewcomer(state, { email, by: optionalBoolean(input, 'use_code') ? 'code' : 'link', chosen })
  return {}
}

/** account/register/v2: takes only the address and sends a code. A second call sends another one. */
export function registerV2(state: FleepState, input: Input): unknown {
  mailNewcomer(state, { email: readNewAddress(state, input), by: 'code' })
  return {}
}

export function prepare(state: FleepState, input: Input): unknown {
  const id = optionalText(input, 'notification_id')
  const code = optionalText(input, 'registration_code')
  const email = optionalText(input, 'registration_mail')?.toLowerCase()
  const newcomer = state.newcomers.find((candidate) =>
    id === undefined
      ? candidate.code !== null && candidate.code === code && candidate.email === email
      : candidate.notificationId === id,
  )
  if (!newcomer) throw id === undefined ? refused('wrong_code', 'Wrong or expired code') : expired()
  const { notificationId, invitation } = newcomer
  return {
    notification_id: notificationId,
    email_address: newcomer.email,
    ...invitation,
    suggestions: suggestionsFor(state, newcomer.email),
    country_code: 'EE',
  }
}

/** account/confirm: for a registration with name and password. */
export function confirm(state: FleepState, input: Input): Account {
  const newcomer = findNewcomer(state, input)
  const { displayName = '', password = randomUUID() } = newcomer.chosen ?? {}
  return addAccount(state, newcomer, createAccount({ email: newcomer.email, displayName, password, flags: [] }))
}

export function confirmV2(state: FleepState, input: Input): Account {
  const newcomer = findNewcomer(state, input)
  const fleepAddress = text(input, 'fleep_address')
  if (isTaken(state, fleepAddress)) throw refused('fleep_address_not_available', 'Fleep address is not available')
  const phone = optionalText(input, 'phone_nr')
  const own = {
    is_newsletter_disabled: optionalBoolean(input, 'is_newsletter_disabled') ?? true,
    ...(phone ? { phone_nr: phone } : {}),
  }
  const displayName = text(input, 'display_name')
  const seed = { email: newcomer.email, displayName, password: text(input, 'password'), fleepAddress, own }
  return addAccount(state, newcomer, createAccount(seed))
}

function findNewcomer(state: FleepState, input: Input): Newcomer {
  const id = text(input, 'notification_id')
  if (state.settled.has(id)) throw refused('account_active', 'This account is active already')
  const newcomer = state.newcomers.find((candidate) => candidate.notificationId === id)
  if (!newcomer) throw expired()
  return newcomer
}

function addAccount(state: FleepState, newcomer: Newcomer, account: Account): Account {
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
