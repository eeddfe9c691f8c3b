import { randomUUID } from 'node:crypto'
import type { Account } from './accounts'
import { invalid, refused } from './failure'
import { type Input, text } from './input'
import type { FleepState } from './state'

/** A mail about messages that were not read, with its links to change the interval and to unsubscribe. */
export function mailNotification(state: FleepState, account: Account): string {
  const notificationId = randomUUID()
  state.notifications.set(notificationId, account)
  state.outbox.push({ to: account.email, subject: 'Messages that you have not read', notificationId })
  return notificationId
}

function recipient(state: FleepState, input: Input): Account {
  const account = state.notifications.get(text(input, 'notification_id'))
  // INFERRED: an id that is not known is refused as elsewhere.
  if (!account) throw refused('notification_expired', 'This link has been used or has expired')
  return account
}

/** INFERRED: needs no session, answers nothing, and is the same setting as in account/configure. */
export function configureEmailInterval(state: FleepState, input: Input): unknown {
  const account = recipient(state, input)
  const interval = text(input, 'email_interval')
  if (!['hourly', 'daily', 'never'].includes(interval)) throw invalid('Unknown email interval')
  setInterval(state, account, interval)
  return {}
}

/** INFERRED: no such mail any more. */
export function unsubscribe(state: FleepState, input: Input): unknown {
  setInterval(state, recipient(state, input), 'never')
  return {}
}

function setInterval(state: FleepState, account: Account, interval: string): void {
  account.own.mk_email_interval = interval
  state.announce(account, { mk_email_interval: interval })
}
