import { domainToUnicode } from 'node:url'
import { z } from 'zod'
import type { MailServer, SmtpEncryption } from '../../contract'
import { unexpectedAnswer } from '../http/network-failure'
import { id, optionalFlag, optionalNumber, optionalText } from './bounds'
import type { FleepSession } from './fleep-session'
import { recordList, recordStream } from './records'

/** SMTPInfo, by the API's names. `is_default` is not documented, so a server may leave it out. Source: ref-info. */
const smtpInfo = z.object({
  smtp_id: id,
  smtp_address: optionalText,
  smtp_username: optionalText,
  smtp_host: optionalText,
  /** null if it was removed, and for a number that is no port. */
  smtp_port: optionalNumber.transform((port) => (port == null || isPort(port) ? port : null)),
  smtp_connection: optionalText,
  mk_smtp_status: optionalText,
  smtp_status_description: optionalText,
  is_default: optionalFlag,
})
type SmtpInfo = z.infer<typeof smtpInfo>

/** More than any account has. Each record is looked for among the known mail servers. */
const maxMailServers = 1000

const smtpRecords = recordStream(smtpInfo, undefined, maxMailServers)
const smtpResponse = z.object({ stream: smtpRecords.optional() })

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65_535
}

/** The inputs of account/smtp/store. */
export interface NewMailServer {
  address: string
  username: string
  password: string
  host: string
  port: number | null
  encryption: SmtpEncryption | null
}

/** What account/smtp/configure can change: not the address, and not the encryption. A port of null removes the port. */
export type SmtpChanges = Partial<Pick<NewMailServer, 'username' | 'password' | 'host' | 'port'>>

/** Returns the mail servers known when a response arrives: a poll may have changed them since the call was made. */
export type KnownMailServers = () => MailServer[]

/**
 * account/smtp/list.
 * @returns all mail servers, and how many records were not understood. A server that does not tell which one is the default
 *   leaves it as it was known
 */
export async function listMailServers(
  session: FleepSession,
  known: KnownMailServers,
): Promise<{ accounts: MailServer[]; unreadCount: number }> {
  const response = z.object({ stream: recordList(smtpInfo, null, maxMailServers) })
  const { stream } = await session.call('account/smtp/list', {}, response, { repeatable: true })
  const { records, unreadCount } = stream
  const wasDefault = new Map(known().map(({ id, isDefault }) => [id, isDefault]))
  const listed = mergeRecords([], records)
  const isTold = listed.some(({ isDefault }) => isDefault !== null)
  const accounts = isTold ? listed : listed.map((one) => ({ ...one, isDefault: wasDefault.get(one.id) ?? null }))
  return { accounts: withOneDefault(accounts), unreadCount }
}

/**
 * account/smtp/store. It is not retried: a second call may store a second mail server.
 * @returns all mail servers and the id of the stored one. INFERRED: a server may change the mail server that it has for the
 *   address, so the id may be a known one
 */
export async function storeMailServer(
  session: FleepSession,
  known: KnownMailServers,
  account: NewMailServer,
): Promise<{ accounts: MailServer[]; id: string }> {
  const before = known()
  const { stream } = await session.call('account/smtp/store', toStoreInput(account), smtpResponse, {
    repeatable: false,
    mayBeEmpty: true,
  })
  // INFERRED: the response has the new record. If it does not, the list has it.
  const accounts = stream?.length ? mergeRecords(known(), stream) : (await listMailServers(session, known)).accounts
  const answered = new Set(stream?.map(({ smtp_id }) => smtp_id))
  const isStored = (one: MailServer) => one.address === account.address && isSameHost(one.host, account.host)
  const stored =
    accounts.find(({ id }) => !before.some((other) => other.id === id)) ??
    accounts.find((one) => answered.has(one.id) && isStored(one)) ??
    accounts.findLast(isStored)
  if (!stored) throw unexpectedAnswer(session.transport.host)
  return { accounts, id: stored.id }
}

function isSameHost(shown: string, sent: string): boolean {
  return shown.toLowerCase() === toShownHost(sent).toLowerCase()
}

/** account/smtp/configure, which may be repeated. @returns all mail servers, with the changes in the response */
export async function configureMailServer(
  session: FleepSession,
  known: KnownMailServers,
  id: string,
  changes: SmtpChanges,
): Promise<MailServer[]> {
  const { port, ...texts } = changes
  const named = Object.entries(texts).map(([name, value]) => [`smtp_${name}`, value])
  const smtp_port = port === undefined ? {} : { smtp_port: port ?? removePort }
  return configure(session, known, { smtp_id: id, ...Object.fromEntries(named), ...smtp_port })
}

/** account/smtp/configure. @returns all mail servers, this one as the default */
export function makeDefaultMailServer(
  session: FleepSession,
  known: KnownMailServers,
  id: string,
): Promise<MailServer[]> {
  return configure(session, known, { smtp_id: id, is_default: true }).then((accounts) => onlyDefault(accounts, id))
}

/** account/smtp/configure. @returns all mail servers without this one */
export function removeMailServer(session: FleepSession, known: KnownMailServers, id: string): Promise<MailServer[]> {
  // INFERRED: the response may leave the removed record out, or mark it as removed.
  return configure(session, known, { smtp_id: id, is_removed: true }).then((accounts) =>
    accounts.filter((account) => account.id !== id),
  )
}

/** The value with which account/smtp/configure removes the port. */
const removePort = -1

async function configure(session: FleepSession, known: KnownMailServers, input: object): Promise<MailServer[]> {
  const { stream } = await session.call('account/smtp/configure', input, smtpResponse, { repeatable: true })
  return mergeRecords(known(), stream ?? [])
}

function toStoreInput({ address, username, password, host, port, encryption }: NewMailServer) {
  return {
    smtp_address: address,
    smtp_username: username,
    smtp_password: password,
    smtp_host: host,
    ...(port === null ? {} : { smtp_port: port }),
    ...(encryption === null ? {} : { smtp_connection: encryption === 'tls' ? 'ssl' : 'starttls' }),
  }
}

/**
 * Merges the records of a poll. INFERRED: the result of Fleep's own check arrives this way, as it does for linked mailboxes.
 * @param stream records of any kind
 */
export function mergeMailServerRecords(known: MailServer[], stream: unknown[]): MailServer[] {
  const records = recordStream(smtpInfo, 'smtp', maxMailServers).parse(stream)
  return records.length === 0 ? known : mergeRecords(known, records)
}

/** What a record of a poll says of Fleep's own check. */
export interface FleepCheckRecord {
  id: string
  /** null if the record does not have it. */
  status: MailServer['fleepCheck']['status'] | 'removed' | null
  /** null if the record does not have it. */
  address: string | null
  description: string
}

/** @param stream records of any kind. @returns what those of mail servers say of Fleep's own check */
export function readFleepChecks(stream: unknown[]): FleepCheckRecord[] {
  const records = recordStream(smtpInfo, 'smtp', maxMailServers).parse(stream)
  return records.map(({ smtp_id, mk_smtp_status, smtp_address, smtp_status_description }) => ({
    id: smtp_id,
    status: mk_smtp_status === 'smtp_removed' ? 'removed' : mk_smtp_status ? readStatus(mk_smtp_status) : null,
    address: smtp_address ?? null,
    description: smtp_status_description ?? '',
  }))
}

/** @returns the known mail servers with the fields of the records: new ones last, without the removed ones */
function mergeRecords(known: MailServer[], records: SmtpInfo[]): MailServer[] {
  let accounts = known
  for (const record of records) {
    const before = accounts.find(({ id }) => id === record.smtp_id)
    const others = accounts.filter(({ id }) => id !== record.smtp_id)
    if (record.mk_smtp_status === 'smtp_removed') accounts = others
    else if (before) accounts = accounts.map((account) => (account === before ? merge(before, record) : account))
    else accounts = [...accounts, merge(emptyMailServer(record.smtp_id), record)]
  }
  const newDefault = records.findLast((record) => record.is_default === true)
  return newDefault ? onlyDefault(accounts, newDefault.smtp_id) : withOneDefault(accounts)
}

/** If one is the default, no other is, also if Fleep tells nothing of it. */
function withOneDefault(accounts: MailServer[]): MailServer[] {
  if (!accounts.some(({ isDefault }) => isDefault)) return accounts
  return accounts.map((account) => ({ ...account, isDefault: account.isDefault ?? false }))
}

function onlyDefault(accounts: MailServer[], id: string): MailServer[] {
  return accounts.map((account) => ({ ...account, isDefault: account.id === id }))
}

function emptyMailServer(id: string): MailServer {
  return {
    id,
    address: '',
    username: '',
    host: '',
    port: null,
    encryption: null,
    isDefault: null,
    fleepCheck: { status: 'unknown', description: '' },
  }
}

/** A field that the record lacks is unchanged; a port of null was removed. */
function merge(account: MailServer, record: SmtpInfo): MailServer {
  return {
    ...account,
    address: record.smtp_address ?? account.address,
    username: record.smtp_username ?? account.username,
    host: record.smtp_host ? toShownHost(record.smtp_host) : account.host,
    port: record.smtp_port === undefined ? account.port : record.smtp_port,
    encryption: record.smtp_connection === undefined ? account.encryption : readEncryption(record.smtp_connection),
    isDefault: record.is_default ?? account.isDefault,
    fleepCheck: {
      status: record.mk_smtp_status ? readStatus(record.mk_smtp_status) : account.fleepCheck.status,
      description: record.smtp_status_description ?? account.fleepCheck.description,
    },
  }
}

/** The API has an internationalised host name in ASCII; the window shows it in its own letters. */
function toShownHost(host: string): string {
  return domainToUnicode(host) || host
}

function readEncryption(connection: string | null): SmtpEncryption | null {
  if (connection === 'ssl') return 'tls'
  return connection === 'starttls' ? 'starttls' : null
}

/** The values of `mk_smtp_status` that the app knows. `smtp_added` waits for its check. Source: ref-classificator. */
const statuses = new Map<string, MailServer['fleepCheck']['status']>([
  ['smtp_confirmed', 'working'],
  ['smtp_failed', 'failed'],
  ['smtp_added', 'waiting'],
])

function readStatus(status: string): MailServer['fleepCheck']['status'] {
  return statuses.get(status) ?? 'unknown'
}
