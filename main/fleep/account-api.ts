import { z } from 'zod'
import type { Json } from '../../contract'
import type { AccountSettingChanges } from '../../contract/settings'
import { unexpectedAnswer } from '../http/network-failure'
import type { FleepSession } from './fleep-session'
import { type ContactInfo, contactInfo, contactStream } from './records'
import { settingInputs } from './setting-records'

/** contact/sync with one's own id: the cheapest way to read one's settings. Source: ref-contact. */
export async function readOwnRecord(session: FleepSession, signal?: AbortSignal): Promise<ContactInfo> {
  const record = await session.call('contact/sync', { contact_id: session.accountId }, contactInfo, {
    repeatable: true,
    signal,
  })
  if (record.account_id !== session.accountId) throw unexpectedAnswer(session.transport.host)
  return record
}

/** The same record, with what it says of exports. */
export function readOwnExport(session: FleepSession): Promise<unknown> {
  const input = { contact_id: session.accountId }
  return session.call('contact/sync', input, z.object({ account_id: z.string() }).loose(), { repeatable: true })
}

/** The inputs of account/configure, by the API's names; a missing one is unchanged. Source: ref-account. */
export interface ConfigureInput {
  /** See {@link settingInputs}. */
  [setting: string]: string | boolean | undefined
  /** Works only while the account has none. */
  fleep_address?: string
  password?: string
  /** Goes with `password`. */
  old_password?: string
  /** JSON text of the changed keys. */
  client_settings?: string
}

/**
 * account/configure. The documentation leaves the output blank; servers answer with one's whole record, and where one
 * does not, it is read afterwards.
 * @throws Failure `refused` for a wrong old password, a taken Fleep address, a second Fleep address
 */
export async function configure(session: FleepSession, input: ConfigureInput): Promise<ContactInfo> {
  // A new password or address is no absolute value: the second time it would be refused.
  const repeatable = input.password === undefined && input.fleep_address === undefined
  return ownRecord(session, await session.call('account/configure', input, ownRecordOrNothing, { repeatable }))
}

/** Changes settings; the given ones only. @returns one's own record */
export function changeSettings(session: FleepSession, changes: AccountSettingChanges): Promise<ContactInfo> {
  return configure(session, settingInputs(changes))
}

/** Works only while the account has no Fleep address. @throws Failure `refused` for one that is taken */
export function takeFleepAddress(session: FleepSession, fleepAddress: string): Promise<ContactInfo> {
  return configure(session, { fleep_address: fleepAddress })
}

/** @throws Failure `refused` for a wrong old password */
export function changePassword(session: FleepSession, oldPassword: string, newPassword: string): Promise<ContactInfo> {
  return configure(session, { old_password: oldPassword, password: newPassword })
}

const ownRecordOrNothing = contactInfo.partial()
type OwnRecordOrNothing = z.infer<typeof ownRecordOrNothing>

/** Where an answer is not one's own record, it is read. */
function ownRecord(session: FleepSession, answer: OwnRecordOrNothing): ContactInfo | Promise<ContactInfo> {
  return answer.account_id === session.accountId ? { ...answer, account_id: answer.account_id } : readOwnRecord(session)
}

/** @param changed top-level keys; null removes one (INFERRED: the API does not say how a key is removed) */
export function configureClientSettings(session: FleepSession, changed: Record<string, Json>): Promise<ContactInfo> {
  return configure(session, { client_settings: JSON.stringify(changed) })
}

/** account/configure_primary_email. Source: the API's account page. @param email a confirmed alias */
export async function configurePrimaryEmail(session: FleepSession, email: string): Promise<ContactInfo> {
  await session.call('account/configure_primary_email', { primary_email: email }, z.object({}), { repeatable: false })
  return readOwnRecord(session)
}

/** account/set_flag. Any name is accepted; true sets, false clears (facts sheet, section 4.9). @returns one's own record */
export async function setFlag(session: FleepSession, flag: string, value: boolean): Promise<ContactInfo> {
  const input = { client_flag: flag, bool_value: value }
  const record = await session.call('account/set_flag', input, ownRecordOrNothing, { repeatable: true })
  return ownRecord(session, record)
}

/** account/sync: where to begin polling. Source: ref-poll. */
export async function readEventHorizon(session: FleepSession, signal: AbortSignal): Promise<number> {
  const answer = z.object({ event_horizon: z.number() })
  return (await session.call('account/sync', {}, answer, { repeatable: true, signal })).event_horizon
}

/**
 * account/poll: waits until something changed after the horizon, or the server has waited long enough. Source: ref-poll.
 * @returns the next horizon, the contacts that changed, and the stream with them and whatever else changed; a horizon
 * of 0 asks for a new start
 */
export async function poll(
  session: FleepSession,
  eventHorizon: number,
  signal: AbortSignal,
): Promise<{ eventHorizon: number; contacts: ContactInfo[]; stream: unknown[] }> {
  const answer = z.object({ event_horizon: z.number(), stream: z.array(z.unknown()).default([]) })
  const input = { event_horizon: eventHorizon, wait: true }
  // Known clients wait up to 120 seconds for a poll.
  const options = { repeatable: false, signal, responseTimeout: 120_000 }
  const { event_horizon: next, stream } = await session.call('account/poll', input, answer, options)
  return { eventHorizon: next, contacts: contactStream.parse(stream), stream }
}
