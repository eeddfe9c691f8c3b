import { z } from 'zod'
import type { Alias } from '../../contract'
import { Failure } from '../core/failure'
import { toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import { optionalText } from './bounds'
import type { FleepSession } from './fleep-session'
import { type ContactInfo, contactInfo, contactStream, recordList } from './records'
import type { Transport } from './transport'

const aliasContact = contactInfo.extend({ mk_account_status: optionalText })
/** An alias without an address could not be shown or removed. */
const alias = aliasContact.refine(({ email }) => email)
const aliasList = recordList(alias, 'contact')
const aliasStream = z.object({ stream: z.array(z.unknown()) })
const contacts = z.object({ stream: contactStream.optional() })
/** `failed` is in the answer of alias/sync; INFERRED: it names what was not added. */
const added = contacts.extend({ failed: z.unknown() })

/** alias/sync. The stream also holds the account's own record, which is not an alias (Fleep's public tests). */
export async function listAliases(session: FleepSession): Promise<{ aliases: Alias[]; unreadCount: number }> {
  const { stream } = await session.call('alias/sync', {}, aliasStream, { repeatable: true })
  const isOwn = (record: unknown) => contactInfo.safeParse(record).data?.account_id === session.accountId
  const { records, unreadCount } = aliasList.parse(stream.filter((record) => !isOwn(record)))
  const aliases = records.map(({ email, mk_account_status }) => {
    return { email: email ?? '', confirmed: mk_account_status === 'alias' }
  })
  return { aliases, unreadCount }
}

/**
 * alias/add: emails a link to each address. Source: ref-alias.
 * @throws Failure `refused` if another account has it, and if the answer names something that failed
 */
export async function addAliases(session: FleepSession, emails: string[]): Promise<ContactInfo[]> {
  const input = { emails: emails.join(', ') }
  const { failed, stream = [] } = await session.call('alias/add', input, added, { repeatable: false })
  const words = toSingleLine(textsIn(failed).join(': '), [])
  if (words) throw new Failure('refused', text('aliases.notAdded', { words: words.replace(/\.$/, '') }))
  return stream
}

/** @returns the texts in a JSON value of an unknown form, such as an address, a list of them, or their reasons */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  const names = Array.isArray(value) ? [] : Object.keys(value)
  return [...names, ...Object.values(value).flatMap((item: unknown) => (typeof item === 'string' ? textsIn(item) : []))]
}

/** alias/remove: also invalidates an emailed link that was not opened yet. Source: ref-alias. */
export async function removeAliases(session: FleepSession, emails: string[]): Promise<ContactInfo[]> {
  const input = { emails: emails.join(', ') }
  return (await session.call('alias/remove', input, contacts, { repeatable: true })).stream ?? []
}

/** alias/confirm, without a session. @throws Failure `refused` for a link that was used or replaced, or has expired */
export async function confirmAlias(transport: Transport, notificationId: string): Promise<void> {
  const options = { repeatable: false, mayBeEmpty: true }
  await transport.call('alias/confirm', { notification_id: notificationId }, options)
}
