import { z } from 'zod'
import type { Person, PersonState } from '../../contract'
import { fleepIdOf } from '../../contract/fleep-id'
import { optionalFlag, optionalText } from './bounds'
import type { FleepSession } from './fleep-session'
import { contactInfo, type PictureAddress, readAvatar, recordList } from './records'

const shortContact = contactInfo.extend({
  mk_account_status: optionalText,
  full_name: optionalText,
  /** INFERRED: of the user's own organisation. */
  is_in_org: optionalFlag,
})
const lookupResponse = z.object({ stream: recordList(shortContact, 'contact') })

/** Addresses in one call. INFERRED: no limit is documented. */
const batchSize = 100

/**
 * account/lookup, in batches. Source: the API's account page; for the short form of a record, Fleep's public tests.
 * @param addresses email addresses and Fleep IDs
 * @param leftOut ids of accounts to leave out
 * @param onProgress called with the number of addresses looked up so far
 */
export async function lookUp(
  session: FleepSession,
  addresses: string[],
  leftOut: string[],
  addressOf: PictureAddress,
  onProgress: (count: number) => void,
): Promise<{ people: Person[]; unreadCount: number }> {
  const people = new Map<string, Person>()
  let unreadCount = 0
  for (let from = 0; from < addresses.length; from += batchSize) {
    const input = { lookup_list: addresses.slice(from, from + batchSize), ignore_list: leftOut }
    const { stream } = await session.call('account/lookup', input, lookupResponse, { repeatable: true })
    unreadCount += stream.unreadCount
    for (const record of stream.records)
      people.set(record.account_id, toPerson(record, session.transport.server, addressOf))
    onProgress(Math.min(from + batchSize, addresses.length))
  }
  return { people: [...people.values()], unreadCount }
}

const states = new Set<string>(['active', 'new', 'banned', 'closed', 'alias'] satisfies PersonState[])

function toPerson(record: z.infer<typeof shortContact>, server: string, addressOf: PictureAddress): Person {
  const fleepId = record.fleep_address ? fleepIdOf(record.fleep_address, server) : ''
  const status = record.mk_account_status ?? ''
  return {
    id: record.account_id,
    displayName: record.display_name ?? '',
    fullName: record.full_name === record.display_name ? '' : (record.full_name ?? ''),
    organisation: record.organisation_name || record.organisation_id || '',
    isInOwnOrganisation: record.is_in_org ?? null,
    address: record.email || fleepId,
    fleepId,
    state: states.has(status) ? (status as PersonState) : null,
    avatar: readAvatar(record.avatar_urls ?? null, addressOf),
  }
}
