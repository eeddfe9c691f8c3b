import { randomUUID } from 'node:crypto'
import type { SessionCall } from './account-calls'
import { type Account, aliasRecord, ownRecord } from './accounts'
import { invalid, refused } from './failure'
import { type Input, text } from './input'
import type { FleepState } from './state'

/** `emails` is a comma-separated list, as in the To: line of an email. */
function readAddresses(input: Input): string[] {
  const emails = text(input, 'emails')
    .split(',')
    .map((email) => email.trim().toLowerCase())
    .filter(Boolean)
  if (emails.length === 0 || emails.some((email) => !/^[^@\s]+@[^@\s]+$/.test(email))) {
    throw invalid('emails must be a list of addresses')
  }
  return emails
}

const recordWithoutEmail = { mk_rec_type: 'contact', account_id: randomUUID(), mk_account_status: 'new' }

function announceAliases(state: FleepState, account: Account): void {
  state.announce(account, { alias_account_ids: account.aliases.map((alias) => alias.accountId) })
}

export const aliasCalls: Record<string, SessionCall> = {
  'alias/sync': (state, { account }) => ({
    failed: null,
    stream: [
      ...account.aliases.map(aliasRecord),
      ...(state.quirks.has('alias-without-email') ? [recordWithoutEmail] : []),
      ownRecord(account),
    ],
  }),

  'alias/add': (state, { account }, input) => {
    const emails = readAddresses(input)
    const isTaken = (email: string) => (state.ownerOfAddress(email) ?? account) !== account
    const taken = emails.filter(isTaken)
    const [first] = taken
    if (first && !state.quirks.has('alias-add-failed')) {
      throw refused('alias_taken', `${first} belongs to another account`)
    }
    const added = emails
      .filter((email) => !isTaken(email))
      .map((email) => {
        const known = account.aliases.find((alias) => alias.email === email)
        const alias = known ?? { accountId: randomUUID(), email, confirmed: false, notificationId: '' }
        if (!known) account.aliases.push(alias)
        // Each new email makes the previous link invalid.
        alias.notificationId = randomUUID()
        state.outbox.push({ to: email, subject: 'Confirm your alias', notificationId: alias.notificationId })
        return alias
      })
    if (added.length > 0) announceAliases(state, account)
    return {
      failed: taken.length > 0 ? taken.join(', ') : null,
      stream: [...added.map(aliasRecord), ownRecord(account)],
    }
  },

  'alias/remove': (state, { account }, input) => {
    const emails = new Set(readAddresses(input))
    const removed = account.aliases.filter((alias) => emails.has(alias.email))
    account.aliases = account.aliases.filter((alias) => !emails.has(alias.email))
    announceAliases(state, account)
    const records = removed.map((alias) => ({ ...aliasRecord(alias), mk_account_status: 'new' }))
    return {
      stream: [
        ...records,
        { ...ownRecord(account), alias_account_ids: account.aliases.map((alias) => alias.accountId) },
      ],
    }
  },
}

/** Needs no session: the owner of the address may have no account. */
export function confirmAlias(state: FleepState, input: Input): unknown {
  const id = text(input, 'notification_id')
  for (const account of state.accounts) {
    const alias = account.aliases.find((candidate) => !candidate.confirmed && candidate.notificationId === id)
    if (!alias) continue
    alias.confirmed = true
    announceAliases(state, account)
    return { stream: [aliasRecord(alias)] }
  }
  throw refused('notification_expired', 'This link has been used or has expired')
}
