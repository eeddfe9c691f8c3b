import type { z } from 'zod'
import type { AccountFacts } from '../../contract'
import { optionalFlag, optionalId, optionalSeconds, optionalSize, optionalText } from './bounds'

/**
 * The fields of the account's own record that are only shown. Sources: ref-info and Fleep's public tests.
 * INFERRED: `trial_end_time` is in seconds since 1970, as the other times are.
 */
export const factFields = {
  storage_used_bytes: optionalSize,
  storage_quota_bytes: optionalSize,
  /** null for an account that belongs to none. */
  organisation_id: optionalId,
  organisation_name: optionalText,
  is_org_admin: optionalFlag,
  is_premium: optionalFlag,
  trial_end_time: optionalSeconds,
  connected_email: optionalText,
  activated_time: optionalSeconds,
}

type FactRecord = { [Name in keyof typeof factFields]?: z.output<(typeof factFields)[Name]> }

export const unknownFacts: AccountFacts = {
  storageUsed: null,
  storageQuota: null,
  isInOrganisation: null,
  organisation: null,
  isOrganisationAdmin: null,
  isPremium: null,
  trialEndsAt: null,
  connectedEmail: null,
  activatedAt: null,
}

/** @returns the facts with those of the record over them; the same object if nothing is new */
export function mergeFacts(known: AccountFacts, record: FactRecord): AccountFacts {
  const inMilliseconds = (seconds: number | null | undefined) => (seconds == null ? seconds : seconds * 1000)
  const read: Partial<Record<keyof AccountFacts, unknown>> = {
    storageUsed: record.storage_used_bytes,
    storageQuota: record.storage_quota_bytes,
    organisation: record.organisation_name,
    isOrganisationAdmin: record.is_org_admin,
    isPremium: record.is_premium,
    trialEndsAt: inMilliseconds(record.trial_end_time),
    connectedEmail: record.connected_email,
    activatedAt: inMilliseconds(record.activated_time),
    // The other fields of an organisation are missing without one.
    ...(record.organisation_id === null && { organisation: '', isOrganisationAdmin: false }),
    ...(record.organisation_id !== undefined && { isInOrganisation: record.organisation_id !== null }),
  }
  const entries = Object.entries(read).filter(([, value]) => value != null)
  const isNew = entries.some(([name, value]) => known[name as keyof AccountFacts] !== value)
  return isNew ? { ...known, ...Object.fromEntries(entries) } : known
}
