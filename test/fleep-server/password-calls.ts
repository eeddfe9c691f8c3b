import { randomUUID } from 'node:crypto'
import { refused } from './failure'
import { type Input, text } from './input'
import type { FleepState } from './state'

/** INFERRED: the limit is not published. In Fleep's public test suite, the fifth email in a row is refused. */
const maxEmailsPerHour = 4

/** Needs no session. Emails a link. The password stays until the link is used. Source: ref-auth. */
export function resetPassword(state: FleepState, input: Input): unknown {
  const email = text(input, 'email').trim().toLowerCase()
  const account = state.accounts.find((candidate) => candidate.email === email)
  if (!account) throw refused('account_not_found', 'There is no account with this address')
  const anHourAgo = Date.now() - 60 * 60 * 1000
  account.resets = account.resets.filter(({ at }) => at > anHourAgo)
  if (account.resets.length >= maxEmailsPerHour)
    throw refused('too_many_resets', 'Too many password resets. Try again later')
  const notificationId = randomUUID()
  account.resets.push({ at: Date.now(), notificationId })
  state.outbox.push({ to: email, subject: 'Reset your password', notificationId })
  return {}
}

/** INFERRED: a link works once and ends all sessions. */
export function confirmPassword(state: FleepState, input: Input): unknown {
  const id = text(input, 'notification_id')
  const password = text(input, 'password')
  const account = state.accounts.find(({ resets }) => resets.some(({ notificationId }) => notificationId === id))
  if (!account) throw refused('notification_expired', 'This link has been used or has expired')
  for (const reset of account.resets) if (reset.notificationId === id) reset.notificationId = ''
  account.password = password
  state.endSessions(account)
  return {}
}
