import { isDeepStrictEqual } from 'node:util'
import type { Json, ProfileChange } from '../../../contract'
import { accountSettingNames } from '../../../contract/settings'
import type { MailServerSettings, Profile } from './profile-file'

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

/** A file may come from anybody, so the known password of a mail server is never used with the settings of a file. */
function mailServerDifferences(target: MailServerSettings[], current: MailServerSettings[]): ProfileChange[] {
  const changes: ProfileChange[] = []
  // Of several mail servers for one address, a change means the first: a password belongs to one change.
  const first = target.filter(
    (server, index) => index === target.findIndex(({ address }) => address === server.address),
  )
  for (const server of first) {
    const existing = current.filter(({ address }) => address === server.address)
    const to = summaryOf(server)
    const from = existing.map(summaryOf)
    if (!from.includes(to))
      changes.push({ kind: 'mailServer', name: server.address, from: from[0] ?? null, to, needsPassword: true })
  }
  const [from, to] = [current, target].map((servers) => servers.find(({ isDefault }) => isDefault)?.address ?? null)
  if (to && from !== to)
    changes.push({ kind: 'defaultMailServer', name: null, from: from ?? null, to, needsPassword: false })
  return changes
}

/** @returns text for the user, without the values that are null */
function summaryOf({ host, port, encryption, username }: MailServerSettings): Json {
  const protocol = encryption && { tls: 'TLS', starttls: 'STARTTLS' }[encryption]
  return [`${username} at ${host}${port ? `:${port}` : ''}`, protocol].filter(Boolean).join(', ')
}
