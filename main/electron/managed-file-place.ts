import { app } from 'electron'
import type { OtherPlace } from '../managed/load-managed-settings'

/**
 * A file in place of the organisation's, for tests and to try one out: it belongs to the user. Ignored in a packed app, whose users
 * must not be able to replace what the organisation has set.
 */
export function otherManagedFile(): OtherPlace | undefined {
  const path = process.env.FLEEP_SETTINGS_MANAGED_FILE
  return path && !app.isPackaged ? { path, owner: process.getuid?.() ?? 0 } : undefined
}
