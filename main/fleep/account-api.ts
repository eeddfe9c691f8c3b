import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Json } from '../../contract'
import type { AccountSettingChanges } from '../../contract/settings'
import { Failure } from '../core/failure'
import { toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import { unexpectedAnswer } from '../http/network-failure'
import { eventHorizon as horizon, optionalId, optionalText } from './bounds'
import type { FleepSession } from './fleep-session'
import { type ContactInfo, contactInfo, contactStream } from './records'
import { type SettingEvent, settingInputs } from './setting-records'

/** contact/sync with the account's own id: the cheapest way to read its settings. Source: ref-contact. */
export async function readOwnRecord(session: FleepSession, signal?: AbortSignal): Promise<ContactInfo> {
  const record = await session.call('contact/sync', { contact_id: session.accountId }, contactInfo, {
    repeatable: true,
    signal,
  })
  if (record.account_id !== session.accountId) throw unexpectedAnswer(session.transport.host)
  return record
}

/** Reads the same record as {@link readOwnRecord}, with its fields about exports. */
export function readOwnExport(session: FleepSession): Promise<unknown> {
  const input = { contact_id: session.accountId }
  return session.call('contact/sync', input, z.object({ account_id: z.string() }).loose(), { repeatable: true })
}

/** The inputs of account/configure, by the API's names; a missing one is unchanged. Source: ref-account. */
export interface ConfigureInput {
  /** See {@link settingInputs}. */
  [setting: string]: string | boolean | number | undefined
  /** Works only while the account has none. */
  fleep_address?: string
  password?: string
  /** Goes with `password`. */
  old_password?: string
  /** JSON text of the changed keys. */
  client_settings?: string
}

/**
 * account/configure. The documentation leaves the output blank. Servers return the account's whole record; if one does not,
 * the record is read afterwards.
 * @throws Failure `refused` for a wrong old password, a taken Fleep address, a second Fleep address
 */
export async function configure(session: FleepSession, input: ConfigureInput): Promise<ContactInfo> {
  // Fleep would refuse a new password or a Fleep address the second time.
  const repeatable = input.password === undefined && input.fleep_address === undefined
  const options = { repeatable, mayBeEmpty: true }
  return ownRecord(session, await session.call('account/configure', input, configureResponse, options))
}

/** Changes the given settings only. @returns the account's record */
export async function changeSettings(session: FleepSession, changes: AccountSettingChanges): Promise<ContactInfo> {
  const { inputs, events } = settingInputs(changes)
  const configured = Object.keys(inputs).length > 0 ? await configure(session, inputs) : undefined
  if (configured && events.length === 0) return configured
  await storeEvents(session, events)
  return readOwnRecord(session)
}

const eventResponse = z.object({ stream: z.array(z.unknown()).default([]) })
const requestRecord = z.object({
  mk_rec_type: z.literal('request'),
  status_code: z.coerce.number(),
  error_message: optionalText,
})

/**
 * event/store. Sources: the API's tutorial and Fleep's public tests, which show that the answer has a `request` record for
 * each event, with the status that a call of its own would have. INFERRED: an event may be sent twice.
 * @throws Failure `refused` if Fleep refuses one of them
 */
async function storeEvents(session: FleepSession, events: SettingEvent[]): Promise<void> {
  const stream = events.map(({ type, params }) => ({ client_req_id: randomUUID(), mk_event_type: type, params }))
  const response = await session.call('event/store', { stream }, eventResponse, { repeatable: true, mayBeEmpty: true })
  const refusal = response.stream
    .map((record) => requestRecord.safeParse(record).data)
    .find((request) => request && request.status_code >= 300)
  if (refusal) throw new Failure('refused', toSingleLine(refusal.error_message ?? '', []) || text('errors.refused'))
}

/** Works only while the account has no Fleep address. @throws Failure `refused` for one that is taken */
export function setFleepAddress(session: FleepSession, fleepAddress: string): Promise<ContactInfo> {
  return configure(session, { fleep_address: fleepAddress })
}

/** @throws Failure `refused` for a wrong old password */
export function changePassword(session: FleepSession, oldPassword: string, newPassword: string): Promise<ContactInfo> {
  return configure(session, { old_password: oldPassword, password: newPassword })
}

/** The output is not documented: an answer that names no account, or not in a form that is known, is no record. */
const configureResponse = contactInfo.extend({ account_id: optionalId })
type ConfigureResponse = z.infer<typeof configureResponse>

/** Reads the account's record unless the response is that record. */
function ownRecord(session: FleepSession, response: ConfigureResponse): ContactInfo | Promise<ContactInfo> {
  const { account_id } = response
  return account_id === session.accountId ? { ...response, account_id } : readOwnRecord(session)
}

/** @param changed top-level keys; null removes one (INFERRED: the API does not say how a key is removed) */
export function configureClientSettings(session: FleepSession, changed: Record<string, Json>): Promise<ContactInfo> {
  return configure(session, { client_settings: JSON.stringify(changed) })
}

/** account/configure_primary_email. Source: the API's account page. @param email a confirmed alias */
export async function configurePrimaryEmail(session: FleepSession, email: string): Promise<ContactInfo> {
  const options = { repeatable: false, mayBeEmpty: true }
  await session.call('account/configure_primary_email', { primary_email: email }, z.object({}), options)
  return readOwnRecord(session)
}

/** account/set_flag. Any name is accepted; true sets, false clears (Fleep's public tests). @returns the account's record */
export async function setFlag(session: FleepSession, flag: string, value: boolean): Promise<ContactInfo> {
  const input = { client_flag: flag, bool_value: value }
  const record = await session.call('account/set_flag', input, configureResponse, {
    repeatable: true,
    mayBeEmpty: true,
  })
  return ownRecord(session, record)
}

/** account/sync. Source: ref-poll. @returns the event horizon at which to begin polling */
export async function readEventHorizon(session: FleepSession, signal: AbortSignal): Promise<number> {
  const response = z.object({ event_horizon: horizon })
  return (await session.call('account/sync', {}, response, { repeatable: true, signal })).event_horizon
}

/**
 * account/poll: waits until something changes after the horizon, or until the server ends the wait. Source: ref-poll.
 * @returns the next horizon, the changed contacts, and the stream of all changed records; a horizon of 0 means that polling
 * has to begin again with {@link readEventHorizon}
 */
export async function poll(
  session: FleepSession,
  eventHorizon: number,
  signal: AbortSignal,
): Promise<{ eventHorizon: number; contacts: ContactInfo[]; stream: unknown[] }> {
  const response = z.object({ event_horizon: horizon, stream: z.array(z.unknown()).default([]) })
  const input = { event_horizon: eventHorizon, wait: true }
  // Other clients wait up to 120 seconds for a poll.
  const options = { repeatable: false, signal, responseTimeout: 120_000 }
  const { event_horizon: next, stream } = await session.call('account/poll', input, response, options)
  return { eventHorizon: next, contacts: contactStream.parse(stream), stream }
}
