import { isDeepStrictEqual } from 'node:util'
import type { Json, PasswordLocation, ProfileChange } from '../../../contract'
import { accountSettingNames } from '../../../contract/settings'
import type { MailServerSettings, Profile } from './profile-file'

/**
 * What would be different if a profile were applied. Mail servers that only the account has stay as they are.
 *
 * @param now the account's own settings
 * @param isStored whether the password of a mail server is at hand, by its address
 * @returns a change a field, in the order in which they are made
 */
export function differencesOf(
  wanted: Profile['settings'],
  now: Profile['settings'],
  isStored: (address: string) => boolean,
): ProfileChange[] {
  const changes: ProfileChange[] = accountSettingNames.flatMap((kind) => {
    const [from, to] = [now[kind] ?? null, wanted[kind] ?? null]
    // A missing setting stays as it is, and a choice that this app does not know cannot be set.
    return to === null || to === from ? [] : { kind, name: '', from, to, needsPassword: false }
  })
  const keys = [...new Set([...Object.keys(wanted.clientSettings), ...Object.keys(now.clientSettings)])].sort()
  for (const name of keys) {
    const from = now.clientSettings[name] ?? null
    const to = wanted.clientSettings[name] ?? null
    if (!isDeepStrictEqual(from, to)) changes.push({ kind: 'clientSetting', name, from, to, needsPassword: false })
  }
  for (const name of [...new Set([...wanted.flags, ...now.flags])].sort()) {
    const [from, to] = [now.flags.includes(name), wanted.flags.includes(name)]
    if (from !== to) changes.push({ kind: 'flag', name, from, to, needsPassword: false })
  }
  return [...changes, ...mailChanges(wanted.mailServers, now.mailServers, isStored)]
}

function mailChanges(
  wanted: MailServerSettings[],
  now: MailServerSettings[],
  isStored: (address: string) => boolean,
): ProfileChange[] {
  const changes: ProfileChange[] = []
  for (const server of wanted) {
    const known = now.find(({ address }) => address === server.address)
    const [from, to] = [known ? inWords(known) : null, inWords(server)]
    if (from === to) continue
    // With another encryption Fleep sets the account up anew, for which it wants the password.
    const needsPassword = !known || (known.encryption !== server.encryption && !isStored(server.address))
    changes.push({ kind: 'mailServer', name: server.address, from, to, needsPassword })
  }
  const [from, to] = [now, wanted].map((servers) => servers.find(({ isDefault }) => isDefault)?.address ?? null)
  if (to && from !== to)
    changes.push({ kind: 'defaultMailServer', name: '', from: from ?? null, to, needsPassword: false })
  return changes
}

/** As people write it, without what is not told. */
function inWords({ host, port, encryption, username }: MailServerSettings): Json {
  const how = encryption && { tls: 'TLS', starttls: 'STARTTLS' }[encryption]
  return [`${username} at ${host}${port ? `:${port}` : ''}`, how].filter(Boolean).join(', ')
}

/** Whether the password is in the keychain or in memory. */
export function isAtHand(place: PasswordLocation | undefined): boolean {
  return place !== undefined && place.kind !== 'elsewhere'
}
