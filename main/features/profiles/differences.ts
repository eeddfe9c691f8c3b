import { isDeepStrictEqual } from 'node:util'
import type { Json, ProfileChange } from '../../../contract'
import { accountSettingNames } from '../../../contract/settings'
import { mailServerDifferences } from './mail-server-differences'
import type { Profile } from './profile-file'

/**
 * Compares a profile with the account. A mail server that only the account has is not a difference.
 *
 * @param target the settings of the profile
 * @param current the settings of the account
 * @returns the changes that applying the profile would make, in the order in which they must be made
 */
export function differencesOf(target: Profile['settings'], current: Profile['settings']): ProfileChange[] {
  const changes: ProfileChange[] = accountSettingNames.flatMap((kind) => {
    const [from, to] = [current[kind] ?? null, target[kind] ?? null]
    // A missing setting stays as it is, and an unknown choice cannot be set.
    return to === null || to === from ? [] : { kind, name: null, from, to, needsPassword: false }
  })
  const keys = [...new Set([...Object.keys(target.clientSettings), ...Object.keys(current.clientSettings)])].sort()
  for (const name of keys) {
    const [from, to] = [current, target].map(({ clientSettings }) => ownValue(clientSettings, name)) as [Json, Json]
    if (!isDeepStrictEqual(from, to)) changes.push({ kind: 'clientSetting', name, from, to, needsPassword: false })
  }
  for (const name of [...new Set([...target.flags, ...current.flags])].sort()) {
    const [from, to] = [current.flags.includes(name), target.flags.includes(name)]
    if (from !== to) changes.push({ kind: 'flag', name, from, to, needsPassword: false })
  }
  return [...changes, ...mailServerDifferences(target.mailServers, current.mailServers)]
}

/** @returns null for a missing value, also if every object has a property of this name, such as `constructor` */
function ownValue(settings: Record<string, Json>, name: string): Json {
  return Object.hasOwn(settings, name) ? (settings[name] ?? null) : null
}
