import { command } from './command'
import { noInput } from './fields'

export const updateCommands = {
  /** Looks for a newer version of the app. */
  'updates.check': command({ input: noInput, queue: 'none' }),
  /** Downloads and verifies the available version. */
  'updates.download': command({ input: noInput, queue: 'none' }),
  /** Quits the app, installs the downloaded version and starts it. */
  'updates.install': command({ input: noInput, queue: 'none' }),
  /** Does not offer the available version again. */
  'updates.decline': command({ input: noInput, queue: 'none' }),
}

/** The state of the app's own update. */
type AppUpdate =
  /** `checkedAt`: in milliseconds since 1970; null before the first check. */
  | { kind: 'none'; checkedAt: number | null }
  /** `notes`: the release notes. `isDeclined`: the user does not want this version. */
  | { kind: 'available'; version: string; notes: string; isDeclined: boolean; checkedAt: number }
  /** `progress`: from 0 to 1. */
  | { kind: 'downloading'; version: string; progress: number }
  /** `installsOnQuit`: false if the system asks for a password, so that the user has to start the installation. */
  | { kind: 'ready'; version: string; installsOnQuit: boolean }

export interface UpdatesSlice {
  /** null if the app cannot update itself, for example because a package manager does. */
  update: AppUpdate | null
}
