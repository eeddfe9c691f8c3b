import { randomUUID } from 'node:crypto'
import type { SessionCall } from './account-calls'
import { type Account, avatarUrlsOf, type ContactRecord } from './accounts'
import { invalid } from './failure'
import type { Input } from './input'
import type { FleepState } from './state'

function texts(input: Input, name: string): string[] {
  const list = input[name] ?? []
  if (!Array.isArray(list) || list.some((item) => typeof item !== 'string'))
    throw invalid(`${name} must be a list of text`)
  return list
}

/** Answers with short contact records. Fleep's public test suite shows which fields they have. */
export const lookupCalls: Record<string, SessionCall> = {
  'account/lookup': (state, _session, input) => {
    const ignored = new Set(texts(input, 'ignore_list'))
    const found = texts(input, 'lookup_list').map((query) => lookUp(state, query.trim().toLowerCase()))
    return { stream: found.filter((record) => !ignored.has(String(record?.account_id))).filter(Boolean) }
  },
}

function lookUp(state: FleepState, query: string): ContactRecord | undefined {
  const byFleepId = state.accounts.find(
    ({ fleepAddress }) => fleepAddress && `${fleepAddress}@${state.domain}` === query,
  )
  if (byFleepId) return shortRecord(byFleepId)
  const owner = state.ownerOfAddress(query)
  if (owner) return { ...shortRecord(owner), email: query }
  if (query.endsWith(`@${state.domain}`) || !/^[^@\s]+@[^@\s]+$/.test(query)) return undefined
  // INFERRED: an unknown address becomes a contact, and the next look-up returns the same contact.
  const id = state.unknownContacts.get(query) ?? randomUUID()
  state.unknownContacts.set(query, id)
  return { mk_rec_type: 'contact', account_id: id, email: query, display_name: query, mk_account_status: 'new' }
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
    ...(account.own.full_name ? { full_name: account.own.full_name } : {}),
    ...(account.own.organisation_name ? { organisation_name: account.own.organisation_name } : {}),
  }
}
