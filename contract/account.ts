import { z } from 'zod'
import { command } from './command'
import { fleepAddress, noInput, required, textKey } from './fields'
import { accountSettingChanges } from './setting-schemas'
import type { AccountSettings } from './settings'

export const accountCommands = {
  'account.refresh': command({ input: noInput, queue: 'none' }),
  /** Only the given settings change. */
  'account.change': command({ input: accountSettingChanges, queue: 'changes' }),
  /** Possible once in the life of an account. */
  'account.setFleepAddress': command({ input: z.strictObject({ fleepAddress }), queue: 'changes' }),
  'account.changePassword': command({
    input: z.strictObject({
      oldPassword: required(1000, 'input.currentPassword'),
      newPassword: required(1000, 'input.newPassword'),
    }),
    queue: 'changes',
  }),
  /** Changed keys only; null removes a key. */
  'account.changeClientSettings': command({
    input: z.strictObject({
      changed: z
        .record(required(200, 'input.name'), z.json())
        .refine((changed) => JSON.stringify(changed).length <= 100_000, textKey('input.tooLong')),
    }),
    queue: 'changes',
  }),
  /** Flags are words that Fleep's apps store with the account; any name can be set. */
  'account.setFlag': command({
    input: z.strictObject({
      flag: required(100, 'input.name').regex(/^[\w.-]+$/, textKey('input.flagForm')),
      value: z.boolean(),
    }),
    queue: 'changes',
  }),
}

export type Json = z.infer<ReturnType<typeof z.json>>

/** The account in the app's own words; `main/fleep/records.ts` has the API's. */
export interface Account extends AccountSettings {
  id: string
  email: string
  /** The local part of the Fleep ID; null until one is taken. */
  fleepAddress: string | null
  /** false for users who always sign in with another service. */
  hasPassword: boolean
  clientSettings: Record<string, Json>
  /** Words that Fleep's apps store with the account. */
  flags: string[]
  /** The picture by the length of a side in pixels, as addresses within the window; null without a picture. */
  avatar: Record<number, string> | null
}

export interface AccountSlice {
  account: Account | null
}
