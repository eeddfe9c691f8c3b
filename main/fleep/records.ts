import { z } from 'zod'
import type { Account, Json } from '../../contract'
import { isDeeperThan, maxJsonDepth } from '../../contract/json-limits'
import { accountSettings, defaultsOf } from '../../contract/settings'
import { factFields, mergeFacts, unknownFacts } from './account-facts'
import {
  boundedList,
  id,
  isWellFormed,
  maxRecords,
  optionalFlag,
  optionalJson,
  optionalList,
  optionalText,
  url,
} from './bounds'
import { readSettings, settingFields } from './setting-records'

/** The most flags of an account. */
const maxFlags = 1000
/** The most sizes of a picture; servers send a handful. */
const maxSizes = 50

/**
 * The fields of ContactInfo that the app reads, by the API's names. Other fields are dropped. Records are partial: a field that
 * is missing or null is unchanged, and one that is not understood counts as missing.
 * Sources: ref-info and Fleep's public tests.
 */
export const contactInfo = z.object({
  account_id: id,
  email: optionalText,
  ...settingFields,
  fleep_address: optionalText,
  has_password: optionalFlag,
  /** One that is too long is unknown, because a part of it is no JSON. */
  client_settings: optionalJson,
  /** The documentation says text, servers send a list (Fleep's public tests). */
  client_flags: optionalList(z.string().max(1000).refine(isWellFormed), maxFlags),
  /** JSON text, null, or missing; `{}` after a picture was deleted. */
  avatar_urls: optionalJson,
  ...factFields,
})

export type ContactInfo = z.infer<typeof contactInfo>

/**
 * Schema of a stream, which may hold records of several kinds. Records that do not fit are left out.
 * @param schema of a record
 * @param kind the `mk_rec_type` to read; without it, every record that fits the schema is read
 * @param most the number of records after which the rest is left out
 */
export function recordStream<Schema extends z.ZodType>(schema: Schema, kind?: string, most = maxRecords) {
  const list = boundedList(schema, most)
  // Most records of a long stream are of another kind, and a schema takes long to refuse one.
  const wantedIn = (stream: unknown[]) => stream.filter((record) => kindOf(record) === kind)
  return z.array(z.unknown()).transform((stream) => list.parse(kind === undefined ? stream : wantedIn(stream)))
}

/** The records of a list, and how many of it were not understood. */
interface ReadList<Item> {
  records: Item[]
  unreadCount: number
}

/**
 * Schema of a stream that is shown as a list.
 * @param schema of a record
 * @param kind the `mk_rec_type` to read; a record without one is read, too. null reads every record
 * @param most the number of records after which the rest counts as not understood
 */
export function recordList<Schema extends z.ZodType>(schema: Schema, kind: string | null, most = maxRecords) {
  const list = boundedList(schema, most)
  return z.array(z.unknown()).transform((stream): ReadList<z.output<Schema>> => {
    const wanted = kind === null ? stream : stream.filter((record) => [kind, undefined].includes(kindOf(record)))
    const records = list.parse(wanted)
    return { records, unreadCount: wanted.length - records.length }
  })
}

function kindOf(record: unknown): string | undefined {
  const kind = (record as { mk_rec_type?: unknown } | null)?.mk_rec_type
  return typeof kind === 'string' ? kind : undefined
}

export const contactStream = recordStream(contactInfo, 'contact')

/** An account before its record is known. */
function emptyAccount(id: string): Account {
  return {
    ...defaultsOf(accountSettings),
    id,
    email: '',
    fleepAddress: null,
    hasPassword: true,
    clientSettings: {},
    flags: [],
    avatar: null,
    facts: unknownFacts,
  }
}

/** Turns the URL of a picture, as a record names it, into the address under which the window can show it. */
export type PictureAddress = (url: string) => string

/** @returns the account with the fields of the record; a field that the record lacks is unchanged */
export function mergeContact(
  known: Account | null,
  record: ContactInfo,
  addressOf: PictureAddress = (url) => url,
): Account {
  const account = known?.id === record.account_id ? known : emptyAccount(record.account_id)
  const settings = parseClientSettings(record.client_settings)
  return {
    ...account,
    ...readSettings(record, account),
    email: record.email ?? account.email,
    fleepAddress: record.fleep_address || account.fleepAddress,
    hasPassword: record.has_password ?? account.hasPassword,
    clientSettings: settings ?? account.clientSettings,
    flags: record.client_flags ?? account.flags,
    avatar: record.avatar_urls === undefined ? account.avatar : readAvatar(record.avatar_urls, addressOf),
    facts: mergeFacts(account.facts, record),
  }
}

/** The keys of the JSON are `size_50` and so on; the larger ones may be missing. @returns addresses by size in pixels */
export function readAvatar(json: string | null, addressOf: PictureAddress): Account['avatar'] {
  const entries = Object.entries(parseJsonDict(json) ?? {}).slice(0, maxSizes)
  const urls = entries.flatMap(([key, sent]) => {
    const size = /^size_(\d{1,5})$/.exec(key)?.[1]
    const { data } = url.safeParse(sent)
    return size && data !== undefined ? [[Number(size), addressOf(data)] as const] : []
  })
  return urls.length > 0 ? Object.fromEntries(urls) : null
}

/**
 * The record holds them as JSON text. INFERRED: if the server keeps a removed key, its value is null. A key whose value is
 * nested more deeply than the app takes is left out, as if it was not there.
 */
function parseClientSettings(json: string | null | undefined): Record<string, Json> | undefined {
  const settings = parseJsonDict(json)
  const isKept = ([name, value]: [string, Json]) =>
    value !== null && isWellFormed(name) && !isDeeperThan(value, maxJsonDepth - 1)
  return settings && Object.fromEntries(Object.entries(settings).filter(isKept))
}

function parseJsonDict(json: string | null | undefined): Record<string, Json> | undefined {
  if (!json) return undefined
  try {
    const parsed: unknown = JSON.parse(json)
    return parsed && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Record<string, Json>) : undefined
  } catch {
    return undefined
  }
}
