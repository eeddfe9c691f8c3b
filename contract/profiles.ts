import { z } from 'zod'
import type { Json } from './account'
import { answers, command } from './command'
import type { SavedFile } from './data'
import { noInput, password, text, textKey } from './fields'
import type { AccountSettingName } from './settings'

export const profileCommands = {
  /** Writes the account's settings to a file that the user chooses; null if they chose none. */
  'profiles.save': command({ input: noInput, queue: 'none', answer: answers<SavedFile | null>() }),
  /** Asks for such a file and shows what would change; answers whether the user chose one. */
  'profiles.open': command({ input: noInput, queue: 'none', answer: answers<boolean>() }),
  /** Makes the chosen changes of the open file. `passwords` are those of new mail servers. */
  'profiles.apply': command({
    input: z.strictObject({
      fields: z.array(text(500)).min(1, textKey('input.changes')).max(5000),
      passwords: z.record(text(500), password('input.mailboxPassword')),
    }),
    queue: 'changes',
  }),
  'profiles.undo': command({ input: noInput, queue: 'changes' }),
  'profiles.close': command({ input: noInput, queue: 'none' }),
}

/** A difference between a settings file and the account. */
export interface ProfileChange {
  kind: AccountSettingName | 'clientSetting' | 'flag' | 'mailServer' | 'defaultMailServer'
  /** The client setting, the flag or the mail server's address; empty for the others. */
  name: string
  /** null for no value. */
  from: Json
  to: Json
  /** Whether Fleep needs the mail server's password for it. */
  needsPassword: boolean
}

export interface ProfilesSlice {
  /** The settings file that is open, whose settings it holds, and what would change; null while none is open. */
  profile: { name: string; accountEmail: string; changes: ProfileChange[] } | null
}
