import { z } from 'zod'
import { command } from './command'
import { fleepAddress, noInput, required, textKey } from './fields'
import { jsonRecord } from './json-record'
import { accountSettingChanges } from './setting-schemas'
import type { AccountSettings } from './settings'

export const accountCommands = {
  'account.refresh': command({ input: noInput, queue: 'none' }),
  /** Only the given settings change. */
  'account.change': command({ input: accountSettingChanges, queue: 'changes' }),
  /** Works only while the account has no Fleep address. */
  'account.setFleepAddress': command({ input: z.strictObject({ fleepAddress }), queue: 'changes' }),
  'account.changePassword': command({
    input: z.strictObject({
      oldPassword: required(1000, 'input.currentPassword'),
      newPassword: required(1000, 'input.newPassword'),
    }),
    queue: 'changes',
  }),
  /** Takes only the keys to change; null removes a key. */
  'account.changeClientSettings': command({
    input: z.strictObject({
      changed: jsonRecord(required(200, 'input.name')).refine(
        (changed) => JSON.stringify(changed).length <= 100_000,
        textKey('input.tooLong'),
      ),
    }),
    queue: 'changes',
  }),
  /** Any name can be set. See `Account.flags`. */
  'account.setFlag': command({
    input: z.strictObject({
      flag: required(100, 'input.name').regex(/^[\w.-]+$/, textKey('input.flagForm')),
      value: z.boolean(),
    }),
    queue: 'changes',
  }),
}

export type Json = z.infer<ReturnType<typeof z.json>>

/** The account as the app sees it; `main/fleep/records.ts` has the API's record. */
export interface Account extends AccountSettings {
  id: string
  email: string
  /** The local part of the Fleep ID; null until the user chooses one. */
  fleepAddress: string | null
  /** false for users who always sign in with another service. */
  hasPassword: boolean
  clientSettings: Record<string, Json>
  /** The names of switches that Fleep's apps store with the account. */
  flags: string[]
  /** The URLs of the picture within the window, by the length of a side in pixels; null without a picture. */
  avatar: Record<number, string> | null
  facts: AccountFacts
}

/** Facts about the account that the app cannot change. One that Fleep has not told is null. */
export interface AccountFacts {
  /** In bytes. */
  storageUsed: number | null
  /** In bytes. */
  storageQuota: number | null
  /** Whether the account belongs to an organisation. */
  isInOrganisation: boolean | null
  /** Empty if it belongs to none. */
  organisation: string | null
  isOrganisationAdmin: boolean | null
  isPremium: boolean | null
  /** In milliseconds since 1970; 0 without a trial. */
  trialEndsAt: number | null
  /** The mailbox that is connected with Fleep; empty if none is. It is not one of the mail servers. */
  connectedEmail: string | null
  /** When its address was confirmed, in milliseconds since 1970. */
  activatedAt: number | null
}

export interface AccountSlice {
  account: Account | null
}
