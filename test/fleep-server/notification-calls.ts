import { randomUUID } from 'node:crypto'
import type { Account } from './accounts'
import { invalid, refused } from './failure'
import { type Input, text } from './input'
import type { FleepState } from './state'

/** Sends an email about unread messages, with links to change the interval and to unsubscribe. @returns the id in the links */
export function sendNotificationEmail(state: FleepState, account: Account): string {
  const notificationId = randomUUID()
  state.notifications.set(notificationId, account)
  state.outbox.push({ to: account.email, subject: 'Messages that you have not read', notificationId })
  return notificationId
}

function recipientOf(state: FleepState, input: Input): Account {
  const account = state.notifications.get(text(input, 'notification_id'))
  // INFERRED: the server refuses an unknown id as in other calls.
  if (!account) throw refused('notification_expired', 'This link has been used or has expired')
  return account
}

/** INFERRED: needs no session, returns nothing, and changes the same setting as account/configure. */
export function configureEmailInterval(state: FleepState, input: Input): unknown {
  const account = recipientOf(state, input)
  const interval = text(input, 'email_interval')
  if (!['hourly', 'daily', 'never'].includes(interval)) throw invalid('Unknown email interval')
  setEmailInterval(state, account, interval)
  return {}
}

/** INFERRED: stops these emails. */
export function unsubscribe(state: FleepState, input: Input): unknown {
  setEmailInterval(state, recipientOf(state, input), 'never')
  return {}
}

function setEmailInterval(state: FleepState, account: Account, interval: string): void {
  account.own.mk_email_interval = interval
  state.announce(account, { mk_email_interval: interval })
}
