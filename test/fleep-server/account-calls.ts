import { type Account, type ContactRecord, ownRecord, publicRecord } from './accounts'
import { Failure, invalid, refused } from './failure'
import { type Input, optionalBoolean, optionalText, text } from './input'
import type { FleepState, Session } from './state'

/** A call that needs a session. Returns the body of the answer. */
export type SessionCall = (state: FleepState, session: Session, input: Input) => unknown

/** `default` is the older word for hourly, which some clients still send. Source: Fleep's iOS client. */
const emailIntervals = new Set(['hourly', 'daily', 'never', 'default'])

export const accountCalls: Record<string, SessionCall> = {
  'account/logout': (state, session) => {
    state.sessions.delete(session.tokenId)
    return {}
  },

  'account/sync': (_state, { account }) => ({
    event_horizon: account.journal.length,
    email: account.email,
    display_name: account.displayName,
    account_id: account.id,
    mk_account_status: 'active',
    is_in_org: false,
    is_org_admin: false,
  }),

  'contact/sync': (state, { account }, input) => {
    const id = text(input, 'contact_id')
    if (id === account.id) return ownRecord(account)
    const other = state.accounts.find((candidate) => candidate.id === id)
    if (!other) throw new Failure(430, 'not_found', 'Contact not found')
    return publicRecord(other)
  },

  'account/configure': configure,

  'account/configure_primary_email': (state, { account }, input) => {
    const email = text(input, 'primary_email').toLowerCase()
    const alias = account.aliases.find((candidate) => candidate.email === email)
    // INFERRED: the server refuses an address that is not a confirmed alias with 431.
    if (!alias?.confirmed) throw refused('email_not_confirmed', 'This address is not one of your confirmed aliases')
    alias.email = account.email
    account.email = email
    state.announce(account, { email })
    return ownRecord(account)
  },

  // Each event is answered with a `request` record, whose status is that of the event. Source: Fleep's public tests.
  'event/store': (state, { account }, input) => {
    const events = Array.isArray(input.stream) ? (input.stream as Record<string, unknown>[]) : []
    if (events.length === 0) throw invalid('stream is missing')
    return { stream: events.map((event) => storeEvent(state, account, event)) }
  },

  'account/set_flag': (state, { account }, input) => {
    const flag = text(input, 'client_flag')
    if (optionalBoolean(input, 'bool_value') ?? true) account.flags.add(flag)
    else account.flags.delete(flag)
    state.announce(account, { client_flags: [...account.flags] })
    return ownRecord(account)
  },
}

function storeEvent(state: FleepState, account: Account, event: Record<string, unknown>): ContactRecord {
  const request = { mk_rec_type: 'request', client_req_id: event.client_req_id }
  if (event.mk_event_type !== 'urn:fleep:client:account:set_sleep_interval') {
    return { ...request, status_code: 400, error_id: 'invalid', error_message: 'Unknown event type' }
  }
  const interval = (event.params as Record<string, unknown> | undefined)?.sleep_interval
  // INFERRED: the tests show that 0 and 1 are accepted and 100 is not.
  if (typeof interval !== 'number' || interval < 0 || interval >= 100) {
    return { ...request, status_code: 400, error_id: 'invalid', error_message: 'Invalid sleep interval' }
  }
  account.own.sleep_interval = interval
  state.announce(account, { sleep_interval: interval })
  return { ...request, status_code: 200 }
}

function configure(state: FleepState, session: Session, input: Input): ContactRecord {
  const { account } = session
  const changed: ContactRecord = {}

  const interval = optionalText(input, 'email_interval')
  if (interval !== undefined && !emailIntervals.has(interval)) throw invalid('Unknown email interval')
  const settings = optionalText(input, 'client_settings')
  const settingsChange = settings === undefined ? undefined : parseSettings(settings)
  const password = optionalText(input, 'password')
  if (password !== undefined && optionalText(input, 'old_password') !== account.password) {
    throw refused('wrong_password', 'The old password is wrong')
  }
  const address = optionalText(input, 'fleep_address')
  if (address !== undefined) checkAddress(state, account, address)

  const name = optionalText(input, 'display_name')
  if (name !== undefined) {
    account.displayName = name
    changed.display_name = name
  }
  if (address !== undefined) {
    account.fleepAddress = address
    changed.fleep_address = address
  }
  if (settingsChange) {
    account.clientSettings = mergeSettings(account.clientSettings, settingsChange)
    changed.client_settings = JSON.stringify(account.clientSettings)
  }
  const own: ContactRecord = {}
  if (interval !== undefined) own.mk_email_interval = interval
  for (const flag of ['is_full_privacy', 'is_newsletter_disabled', 'is_automute_enabled']) {
    const value = optionalBoolean(input, flag)
    if (value === undefined) continue
    own[flag] = value
    account.untold.delete(flag)
  }
  const phone = optionalText(input, 'phone_nr')
  if (phone !== undefined) own.phone_nr = phone
  Object.assign(account.own, own)
  if (password !== undefined) {
    account.password = password
    // The session that changed the password stays valid. All others of the account end.
    state.endSessions(account, session)
  }
  state.announce(account, { ...changed, ...own })
  return ownRecord(account)
}

/**
 * The seeded addresses are older than the rule about their length.
 * @throws Failure 431 if the account has an address, another one has this address, or it is not what Fleep takes
 */
export function checkAddress(state: FleepState, account: Account | null, address: string): void {
  if (account?.fleepAddress) throw refused('fleep_address_limit', 'Fleep address limit exceeded')
  const isLengthWrong = address.length < 6 || address.length > 30
  if (isLengthWrong && state.quirks.has('fleep-id-length')) {
    throw refused('fleep_address_not_available', 'A Fleep address has 6 to 30 characters')
  }
  const taken = state.accounts.some((other) => other.fleepAddress === address.toLowerCase())
  if (taken) throw refused('fleep_address_not_available', 'Fleep address is not available')
}

function parseSettings(json: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json)
    if (parsed && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Record<string, unknown>
  } catch {
    // Refused below, like any other text that is not a JSON object.
  }
  throw invalid('client_settings must be a JSON dict')
}

/** INFERRED: top-level keys are merged one by one, and null removes a key. */
function mergeSettings(known: Record<string, unknown> | null, changed: Record<string, unknown>) {
  const merged = { ...known, ...changed }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
}
