import { domainToUnicode } from 'node:url'
import { z } from 'zod'
import type { MailServer, SmtpEncryption } from '../../contract'
import { unexpectedAnswer } from '../http/network-failure'
import type { FleepSession } from './fleep-session'
import { recordStream } from './records'

const text = z.string().nullish()

/** SMTPInfo, by the API's names. `is_default` is not documented: a server may leave it out. Source: ref-info. */
const smtpInfo = z.object({
  smtp_id: z.string(),
  smtp_address: text,
  smtp_username: text,
  smtp_host: text,
  smtp_port: z.number().nullish(),
  smtp_connection: text,
  mk_smtp_status: text,
  smtp_status_description: text,
  is_default: z.boolean().nullish(),
})
type SmtpInfo = z.infer<typeof smtpInfo>

const smtpRecords = recordStream(smtpInfo)
const smtpStream = z.object({ stream: smtpRecords.optional() })

/** The inputs of account/smtp/store. */
export interface NewMailServer {
  address: string
  username: string
  password: string
  host: string
  port: number | null
  encryption: SmtpEncryption | null
}

/** What account/smtp/configure can change: not the address, and not the encryption. A null port is one to remove. */
export type SmtpChanges = Partial<Pick<NewMailServer, 'username' | 'password' | 'host' | 'port'>>

/** The accounts as they are known when an answer arrives: a poll may have brought others since the call was made. */
export type KnownMailServers = () => MailServer[]

/** account/smtp/list. @returns all accounts, and whether every record was understood */
export async function listMailServers(session: FleepSession): Promise<{ accounts: MailServer[]; isWhole: boolean }> {
  const answer = z.object({ stream: z.array(z.unknown()) })
  const { stream } = await session.call('account/smtp/list', {}, answer, { repeatable: true })
  const records = smtpRecords.parse(stream)
  return { accounts: mergeSmtp([], records), isWhole: records.length === stream.length }
}

/**
 * account/smtp/store. Not repeated: a second one may be a second account.
 * @returns all accounts and the id of the new one
 */
export async function storeMailServer(
  session: FleepSession,
  known: KnownMailServers,
  account: NewMailServer,
): Promise<{ accounts: MailServer[]; id: string }> {
  const before = known()
  const { stream } = await session.call('account/smtp/store', toStoreInput(account), smtpStream, {
    repeatable: false,
  })
  // INFERRED: the answer holds the new record. Where it does not, the list does.
  const accounts = stream?.length ? mergeSmtp(known(), stream) : (await listMailServers(session)).accounts
  const added = accounts.find(({ id }) => !before.some((other) => other.id === id))
  if (!added) throw unexpectedAnswer(session.transport.host)
  return { accounts, id: added.id }
}

/** account/smtp/configure, of absolute values. @returns all accounts, the answer merged over the known ones */
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

export function makeDefaultMailServer(
  session: FleepSession,
  known: KnownMailServers,
  id: string,
): Promise<MailServer[]> {
  return configure(session, known, { smtp_id: id, is_default: true }).then((accounts) => onlyDefault(accounts, id))
}

export function removeMailServer(session: FleepSession, known: KnownMailServers, id: string): Promise<MailServer[]> {
  // INFERRED: the answer may leave the removed record out, or mark it.
  return configure(session, known, { smtp_id: id, is_removed: true }).then((accounts) =>
    accounts.filter((account) => account.id !== id),
  )
}

/** What account/smtp/configure takes as "no port". */
const removePort = -1

async function configure(session: FleepSession, known: KnownMailServers, input: object): Promise<MailServer[]> {
  const { stream } = await session.call('account/smtp/configure', input, smtpStream, { repeatable: true })
  return mergeSmtp(known(), stream ?? [])
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
 * What a poll brought. INFERRED: what Fleep's own check found comes this way, as it does for linked mailboxes.
 * @param stream records of any kind
 */
export function mergeMailServerRecords(known: MailServer[], stream: unknown[]): MailServer[] {
  const records = recordStream(smtpInfo, 'smtp').parse(stream)
  return records.length === 0 ? known : mergeSmtp(known, records)
}

/** @returns the known accounts with the records merged over them, new ones last, removed ones gone */
function mergeSmtp(known: MailServer[], records: SmtpInfo[]): MailServer[] {
  let accounts = known
  for (const record of records) {
    const before = accounts.find(({ id }) => id === record.smtp_id)
    const others = accounts.filter(({ id }) => id !== record.smtp_id)
    if (record.mk_smtp_status === 'smtp_removed') accounts = others
    else if (before) accounts = accounts.map((account) => (account === before ? merge(before, record) : account))
    else accounts = [...accounts, merge(emptySmtpAccount(record.smtp_id), record)]
  }
  const newDefault = records.findLast((record) => record.is_default === true)
  return newDefault ? onlyDefault(accounts, newDefault.smtp_id) : accounts
}

function onlyDefault(accounts: MailServer[], id: string): MailServer[] {
  return accounts.map((account) => ({ ...account, isDefault: account.id === id }))
}

function emptySmtpAccount(id: string): MailServer {
  return {
    id,
    address: '',
    username: '',
    host: '',
    port: null,
    encryption: null,
    isDefault: false,
    fleepCheck: { status: 'waiting', description: '' },
  }
}

/** A missing key is unchanged; only a port that is null was removed. */
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

/** An internationalised name travels as ASCII and is shown in its own letters. */
function toShownHost(host: string): string {
  return domainToUnicode(host) || host
}

function readEncryption(connection: string | null): SmtpEncryption | null {
  if (connection === 'ssl') return 'tls'
  return connection === 'starttls' ? 'starttls' : null
}

function readStatus(status: string): MailServer['fleepCheck']['status'] {
  if (status === 'smtp_confirmed') return 'working'
  return status === 'smtp_failed' ? 'failed' : 'waiting'
}
