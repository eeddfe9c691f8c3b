import { command } from './command'
import { noInput } from './fields'

export const updateCommands = {
  /** Looks for a newer version of the app. */
  'updates.check': command({ input: noInput, queue: 'none' }),
  /** Downloads the offered version and verifies it. */
  'updates.download': command({ input: noInput, queue: 'none' }),
  /** Quits the app and starts the downloaded version. */
  'updates.install': command({ input: noInput, queue: 'none' }),
  /** The offered version is not offered again. */
  'updates.decline': command({ input: noInput, queue: 'none' }),
}

/** A newer version of the app. */
type AppUpdate =
  /** `checkedAt`: in milliseconds since 1970; null before the first check. */
  | { kind: 'none'; checkedAt: number | null }
  /** `notes`: what is new, in the publisher's words. */
  | { kind: 'available'; version: string; notes: string; isDeclined: boolean; checkedAt: number }
  /** `progress`: from 0 to 1. */
  | { kind: 'downloading'; version: string; progress: number }
  /** `installsOnQuit`: false if the system asks for a password, so that the user has to start it. */
  | { kind: 'ready'; version: string; installsOnQuit: boolean }

export interface UpdatesSlice {
  /** null if something else updates the app, such as the system's packages. */
  update: AppUpdate | null
}
