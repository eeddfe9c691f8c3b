import { randomUUID } from 'node:crypto'
import type { SessionCall } from './account-calls'
import type { Account, ContactRecord, SmtpRecord } from './accounts'
import { Failure, invalid, refused } from './failure'
import { type Input, optionalBoolean, optionalText, text } from './input'
import type { FleepState } from './state'

const connections = new Set(['ssl', 'starttls'])

export const smtpCalls: Record<string, SessionCall> = {
  'account/smtp/list': (state, { account }) => ({ stream: account.smtp.map((record) => toSent(state, record)) }),

  // INFERRED: the documentation lists no output. Similar calls return a stream with the new record.
  'account/smtp/store': (state, { account }, input) => answer(state, account, [store(state, account, input)]),

  'account/smtp/configure': (state, { account }, input) => answer(state, account, configure(account, input)),
}

/** Returns the changed records, and delivers them to polls. */
function answer(state: FleepState, account: Account, changed: SmtpRecord[]) {
  for (const record of changed) {
    state.announceRecord(account, toSent(state, record))
    if (record.mk_smtp_status === 'smtp_added') void checkLater(state, account, record)
  }
  return { stream: changed.map((record) => toSent(state, record)) }
}

/** INFERRED: Fleep checks a mail server later, and the result arrives by a poll. */
async function checkLater(state: FleepState, account: Account, record: SmtpRecord): Promise<void> {
  if (!state.mailServerCheck) return
  const failure = await state.mailServerCheck(record)
  if (!account.smtp.includes(record)) return
  record.mk_smtp_status = failure === null ? 'smtp_confirmed' : 'smtp_failed'
  record.smtp_status_description = failure ?? ''
  state.announceRecord(account, toSent(state, record))
}

/** INFERRED: an address can be stored twice, as two records. The first record is the default. */
function store(state: FleepState, account: Account, input: Input): SmtpRecord {
  const connection = optionalText(input, 'smtp_connection') ?? null
  if (connection !== null && !connections.has(connection)) throw invalid('Unknown smtp_connection')
  const record: SmtpRecord = {
    mk_rec_type: 'smtp',
    smtp_id: randomUUID(),
    smtp_address: text(input, 'smtp_address'),
    smtp_username: text(input, 'smtp_username'),
    smtp_password: text(input, 'smtp_password'),
    smtp_host: text(input, 'smtp_host'),
    smtp_port: optionalPort(input) ?? null,
    smtp_connection: connection,
    mk_smtp_status: 'smtp_added',
    smtp_status_description: '',
    is_default: account.smtp.length === 0,
  }
  if (!/^[^@\s]+@[^@\s]+$/.test(record.smtp_address)) throw refused('invalid_address', 'This is not an email address')
  const known = account.smtp.find(({ smtp_address }) => smtp_address === record.smtp_address)
  if (known && state.quirks.has('smtp-updates-in-place')) {
    const { smtp_id, is_default } = known
    return Object.assign(known, record, { smtp_id, is_default })
  }
  account.smtp.push(record)
  return record
}

/** @returns the changed records */
function configure(account: Account, input: Input): SmtpRecord[] {
  const id = text(input, 'smtp_id')
  const record = account.smtp.find((candidate) => candidate.smtp_id === id)
  if (!record) throw new Failure(430, 'not_found', 'SMTP account not found')
  const port = optionalPort(input)
  for (const name of ['smtp_username', 'smtp_password', 'smtp_host'] as const) {
    const value = optionalText(input, name)
    if (value === undefined) continue
    record[name] = value
    // INFERRED: a change makes Fleep check it again.
    record.mk_smtp_status = 'smtp_added'
  }
  if (port !== undefined) record.smtp_port = port === -1 ? null : port
  if (optionalBoolean(input, 'is_removed')) return remove(account, record)
  if (!optionalBoolean(input, 'is_default')) return [record]
  const changed = account.smtp.filter((other) => other === record || other.is_default)
  for (const other of changed) other.is_default = other === record
  return changed
}

/** INFERRED: a removed record is returned once, as `smtp_removed`, and is no longer listed. */
function remove(account: Account, record: SmtpRecord): SmtpRecord[] {
  account.smtp = account.smtp.filter((other) => other !== record)
  return [{ ...record, mk_smtp_status: 'smtp_removed', is_default: false }]
}

function optionalPort(input: Input): number | undefined {
  const port = input.smtp_port ?? undefined
  if (port === undefined || port === -1) return port as -1 | undefined
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw invalid('Invalid smtp_port')
  return port
}

/** The record as the server sends it, without its password. */
function toSent(
  state: FleepState,
  { smtp_password: _password, ...record }: SmtpRecord,
): Omit<ContactRecord, 'smtp_password'> {
  const { is_default: _default, ...documented } = record
  return state.quirks.has('smtp-without-default') ? documented : record
}
