import { z } from 'zod'
import type { Json } from './account'
import { answers, command } from './command'
import type { SavedFile } from './data'
import { noInput, password, text, textKey } from './fields'
import type { AccountSettingName } from './settings'

export const profileCommands = {
  /** Saves the account's settings to a file that the user chooses. The answer is null if they cancel. */
  'profiles.save': command({ input: noInput, queue: 'none', answer: answers<SavedFile | null>() }),
  /** Opens a settings file that the user chooses and shows what would change. The answer is false if they cancel. */
  'profiles.open': command({ input: noInput, queue: 'none', answer: answers<boolean>() }),
  /** Makes some of the changes of the open file. */
  'profiles.apply': command({
    input: z.strictObject({
      /** The keys of the changes, from `fieldOf`. */
      fields: z.array(text(500)).min(1, textKey('input.changes')).max(5000),
      /** The passwords of new mail servers, by the same keys. */
      passwords: z.record(text(500), password('input.mailboxPassword')),
    }),
    queue: 'changes',
  }),
  'profiles.undo': command({ input: noInput, queue: 'changes' }),
  'profiles.close': command({ input: noInput, queue: 'none' }),
}

/** A difference between a settings file and the account. */
export type ProfileChange = ChangedThing & {
  /** null for no value. */
  from: Json
  to: Json
  /** Whether Fleep needs the mail server's password for this change. */
  needsPassword: boolean
}

/** `name`: of the client setting or the flag, or the mail server's email address. The others exist once. */
export type ChangedThing =
  | { kind: 'clientSetting' | 'flag' | 'mailServer'; name: string }
  | { kind: AccountSettingName | 'defaultMailServer'; name: null }

export interface ProfilesSlice {
  /**
   * The open settings file, the account that it was saved from, and what would change; null while none is open.
   * `isOtherAccount`: whether it was saved from another account than the one that would change.
   */
  profile: { name: string; accountEmail: string; isOtherAccount: boolean; changes: ProfileChange[] } | null
}
