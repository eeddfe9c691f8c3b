import type { Json, ProfileChange } from '../../../contract'
import { fieldOf } from '../../../contract/profile-change'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { MailServerSettings } from './profile-file'

type Settings = Omit<MailServerSettings, 'isDefault'>

/**
 * A mail server is identified by its address. An address can have several: then those that are equal on both sides belong
 * together, and which of the others is meant is clear only if there is at most one on each side.
 *
 * A file may come from anybody, so a stored password is never sent to a mail server that a file names.
 */
export function mailServerDifferences(target: MailServerSettings[], current: MailServerSettings[]): ProfileChange[] {
  const changes: ProfileChange[] = []
  for (const name of new Set(target.map(({ address }) => address))) {
    const { wanted, existing } = unmatchedMailServers(name, target, current)
    if (wanted.length === 0) continue
    const [from, to] = [existing, wanted].map((servers) => servers.map(summaryOf).join('; ') || null) as [Json, Json]
    changes.push({ kind: 'mailServer', name, from, to, needsPassword: true })
  }
  return [...changes, ...defaultDifference(target, current)]
}

function defaultDifference(target: MailServerSettings[], current: MailServerSettings[]): ProfileChange[] {
  const [before, after] = [current, target].map((servers) => servers.find(({ isDefault }) => isDefault))
  if (!after || (before && isEqual(before, after))) return []
  const isOnly = ({ address }: Settings) =>
    [current, target].every((servers) => servers.filter((other) => other.address === address).length <= 1)
  if (before?.address === after.address && isOnly(after)) return []
  const nameOf = (server: Settings) => (isOnly(server) ? server.address : `${server.address}, ${summaryOf(server)}`)
  const [from, to] = [before ? nameOf(before) : null, nameOf(after)]
  return [{ kind: 'defaultMailServer', name: null, from, to, needsPassword: false }]
}

/** @returns the mail servers of an address that have no equal one on the other side */
function unmatchedMailServers<Existing extends Settings>(
  address: string,
  target: MailServerSettings[],
  current: Existing[],
): { wanted: MailServerSettings[]; existing: Existing[] } {
  const without = <Server extends Settings>(servers: Server[], others: Settings[]) =>
    servers.filter((server) => server.address === address && !others.some((other) => isEqual(server, other)))
  return { wanted: without(target, current), existing: without(current, target) }
}

/**
 * @returns the mail server of the file that is to be set up, and the one of the account that it replaces, if any
 * @throws Failure `refused` if there are several, with all of them
 */
export function changeOfAddress<Existing extends Settings>(
  address: string,
  target: MailServerSettings[],
  current: Existing[],
): { wanted: MailServerSettings | undefined; existing: Existing | undefined } {
  const { wanted, existing } = unmatchedMailServers(address, target, current)
  if (wanted.length > 1)
    throw ambiguous('profile.severalInFile', wanted, fieldOf({ kind: 'mailServer', name: address }))
  if (existing.length > 1)
    throw ambiguous('profile.severalInAccount', existing, fieldOf({ kind: 'mailServer', name: address }))
  return { wanted: wanted[0], existing: existing[0] }
}

/**
 * @returns the account's mail server that the file has as the default; undefined if the account does not have it
 * @throws Failure `refused` if it may be one of several, with all of them
 */
export function defaultOf<Existing extends Settings>(
  target: MailServerSettings[],
  current: Existing[],
): Existing | undefined {
  const wanted = target.find(({ isDefault }) => isDefault)
  if (!wanted) return undefined
  const equal = current.find((server) => isEqual(server, wanted))
  const [first, ...others] = current.filter(({ address }) => address === wanted.address)
  if (equal || !first || others.length === 0) return equal ?? first
  throw ambiguous('profile.severalInAccount', [first, ...others], 'defaultMailServer')
}

function ambiguous(
  key: 'profile.severalInFile' | 'profile.severalInAccount',
  servers: Settings[],
  field: string,
): Failure {
  const all = servers.map(summaryOf).join('; ')
  return new Failure('refused', text(key, { address: servers[0]?.address ?? '', servers: all }), field)
}

function isEqual(one: Settings, other: Settings): boolean {
  return one.address === other.address && summaryOf(one) === summaryOf(other)
}

/** @returns text for the user, without the values that are null */
function summaryOf({ host, port, encryption, username }: Settings): string {
  const protocol = encryption && { tls: 'TLS', starttls: 'STARTTLS' }[encryption]
  return [`${username} at ${host}${port ? `:${port}` : ''}`, protocol].filter(Boolean).join(', ')
}
