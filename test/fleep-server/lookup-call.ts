import { randomUUID } from 'node:crypto'
import type { SessionCall } from './account-calls'
import { type Account, avatarUrlsOf, type ContactRecord } from './accounts'
import { invalid } from './failure'
import type { Input } from './input'
import type { FleepState } from './state'

function texts(input: Input, name: string): string[] {
  const list = input[name] ?? []
  if (!Array.isArray(list) || list.some((one) => typeof one !== 'string'))
    throw invalid(`${name} must be a list of text`)
  return list
}

/** Answers in the short form of a contact (facts sheet, section 5.1, last column). */
export const lookupCalls: Record<string, SessionCall> = {
  'account/lookup': (state, _session, input) => {
    const ignored = new Set(texts(input, 'ignore_list'))
    const found = texts(input, 'lookup_list').map((wanted) => lookUp(state, wanted.trim().toLowerCase()))
    return { stream: found.filter((record) => !ignored.has(String(record?.account_id))).filter(Boolean) }
  },
}

function lookUp(state: FleepState, wanted: string): ContactRecord | undefined {
  const byFleepId = state.accounts.find(
    ({ fleepAddress }) => fleepAddress && `${fleepAddress}@${state.domain}` === wanted,
  )
  if (byFleepId) return shortRecord(byFleepId)
  const owner = state.ownerOfAddress(wanted)
  if (owner) return { ...shortRecord(owner), email: wanted }
  if (wanted.endsWith(`@${state.domain}`) || !/^[^@\s]+@[^@\s]+$/.test(wanted)) return undefined
  // INFERRED: an address that nobody has becomes a contact of its own, which the next look-up finds again.
  const id = state.strangers.get(wanted) ?? randomUUID()
  state.strangers.set(wanted, id)
  return { mk_rec_type: 'contact', account_id: id, email: wanted, display_name: wanted, mk_account_status: 'new' }
}

function shortRecord(account: Account): ContactRecord {
  return {
    mk_rec_type: 'contact',
    account_id: account.id,
    display_name: account.displayName,
    mk_account_status: 'active',
    avatar_urls: avatarUrlsOf(account),
    ...(account.fleepAddress ? { fleep_address: account.fleepAddress } : {}),
    organisation_id: null,
    is_in_org: false,
  }
}
