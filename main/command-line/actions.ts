import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { MailEncryption, ProfileChange } from '../../contract'
import { mailEncryptions } from '../../contract/choices'
import { largestPictureFile } from '../../contract/limits'
import { fieldOf } from '../../contract/profile-change'
import { usualPort } from '../../contract/smtp-ports'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Cli } from './cli'
import type { Result } from './output'
import { promptPassword } from './prompt-password'

export async function status(cli: Cli, server?: string): Promise<Result<'status'>> {
  await cli.restore(server)
  const isIn = cli.state.session.kind === 'signed-in'
  // Offline, what is known is told all the same.
  if (isIn) await cli.run('account.refresh', {}).catch(() => undefined)
  const { session, account, connection, sessionStorage, lastEmail } = cli.state
  const signedIn = session.kind === 'signed-in'
  return {
    signedIn,
    server: cli.state.server,
    email: signedIn ? (account?.email ?? lastEmail) : null,
    name: signedIn ? (account?.displayName ?? null) : null,
    online: connection.online,
    keeping: sessionStorage.kind,
  }
}

export async function signIn(cli: Cli, email: string, server?: string): Promise<Result<'sign-in'>> {
  await cli.restore(server)
  const password = await promptPassword(text('cli.passwordOf', { address: email }))
  await cli.run('session.signIn', { server: server ?? cli.state.server, email, password })
  const { sessionStorage } = cli.state
  // A command ends with its process, so what is in memory only is lost with it.
  if (sessionStorage.kind === 'memory-only') {
    await cli.run('session.signOut', { forgetMailPasswords: false })
    const code = sessionStorage.problem === 'data-folder' ? 'refused' : (`keychain-${sessionStorage.problem}` as const)
    throw new Failure(code, text('cli.cannotStay', { problem: sessionStorage.explanation }))
  }
  return { email: cli.account().email, server: cli.state.server, keeping: 'stored' }
}

export async function changePassword(cli: Cli): Promise<Result<'change-password'>> {
  const oldPassword = await promptPassword(text('password.current'))
  const newPassword = await promptPassword(text('password.new'))
  if (process.stdin.isTTY && newPassword !== (await promptPassword(text('cli.newPasswordAgain')))) {
    throw new Failure('invalid-input', text('cli.passwordsDiffer'))
  }
  await cli.run('account.changePassword', { oldPassword, newPassword })
  return {}
}

export interface MailServerOptions {
  host?: string
  port?: string
  encryption?: string
  username?: string
  /** false with --no-check */
  check: boolean
}

/** Filled in from the address where nothing is given; really tried before it is stored, unless that is turned off. */
export async function addMailServer(
  cli: Cli,
  address: string,
  options: MailServerOptions,
): Promise<Result<'smtp add'>> {
  const found = options.host ? null : await cli.run('smtp.suggest', { address })
  if (!options.host && !found) {
    throw new Failure('invalid-input', text('cli.noServerKnown', { address }))
  }
  const encryption = encryptionOf(options.encryption) ?? found?.encryption ?? 'tls'
  const entered = {
    address,
    host: options.host ?? found?.host ?? '',
    port: Number(options.port ?? found?.port ?? usualPort(encryption)),
    encryption,
    username: options.username ?? found?.username ?? address,
    password: await promptPassword(text('cli.passwordOf', { address })),
  }
  if (options.check) await cli.run('smtp.checkEntered', { id: null, ...entered })
  await cli.run('smtp.add', entered)
  return mailServers(cli)
}

/** What is not given stays; the password is only asked for with --password. */
export async function changeMailServer(
  cli: Cli,
  address: string,
  options: MailServerOptions & { password?: boolean },
): Promise<Result<'smtp change'>> {
  await cli.run('smtp.refresh', {})
  await cli.settled()
  const known = cli.mailServer(address)
  const encryption = encryptionOf(options.encryption) ?? known.encryption ?? 'tls'
  const entered = {
    id: known.id,
    address: known.address,
    host: options.host ?? known.host,
    port: Number(options.port ?? known.port ?? usualPort(encryption)),
    encryption,
    username: options.username ?? known.username,
    password: options.password ? await promptPassword(text('cli.passwordOf', { address })) : null,
  }
  if (options.check) await cli.run('smtp.checkEntered', entered)
  await cli.run('smtp.change', entered)
  return mailServers(cli)
}

export async function listMailServers(cli: Cli): Promise<Result<'smtp list'>> {
  await cli.run('smtp.refresh', {})
  return mailServers(cli)
}

/** @param addresses all when none are given */
export async function checkMailServers(cli: Cli, addresses: string[]): Promise<Result<'smtp check'>> {
  await cli.run('smtp.refresh', {})
  await cli.settled()
  const known = cli.state.mailServers ?? []
  const wanted = addresses.length > 0 ? addresses.map((address) => cli.mailServer(address)) : known
  const checks = wanted.map(async ({ id, address }) => {
    const failure = await cli.run('smtp.check', { id }).then(
      () => null,
      (reason: Failure) => reason.message,
    )
    return { address, works: failure === null, failure }
  })
  return { checks: await Promise.all(checks) }
}

export async function removeMailServer(cli: Cli, address: string): Promise<Result<'smtp remove'>> {
  await cli.run('smtp.refresh', {})
  await cli.run('smtp.remove', { id: cli.mailServer(address).id, canUndo: false })
  return mailServers(cli)
}

export async function makeDefault(cli: Cli, address: string): Promise<Result<'smtp default'>> {
  await cli.run('smtp.refresh', {})
  await cli.run('smtp.makeDefault', { id: cli.mailServer(address).id })
  return mailServers(cli)
}

function mailServers(cli: Cli): Result<'smtp list'> {
  const accounts = (cli.state.mailServers ?? []).map(({ id: _id, fleepCheck, ...account }) => {
    return { ...account, fleepCheck: fleepCheck.status }
  })
  return { accounts }
}

function encryptionOf(typed: string | undefined): MailEncryption | undefined {
  if (typed === undefined) return undefined
  const found = mailEncryptions.find((encryption) => encryption === typed)
  if (!found)
    throw new Failure(
      'invalid-input',
      text('cli.nameIsOneOf', { name: '--encryption', values: mailEncryptions.join(', ') }),
      'encryption',
    )
  return found
}

/** Cut to the square in its middle and drawn anew, as the window would. */
export async function uploadAvatar(cli: Cli, path: string): Promise<Result<'avatar upload'>> {
  const cannotRead = () => {
    throw new Failure('invalid-input', text('cli.cannotRead', { name: basename(path) }))
  }
  const { size } = await stat(path).catch(cannotRead)
  if (size > largestPictureFile) throw new Failure('invalid-input', text('cli.tooLarge', { name: basename(path) }))
  const { squarePicture } = await import('./square-picture')
  await cli.run('avatar.upload', await squarePicture(await readFile(path).catch(cannotRead)))
  return { sizes: Object.keys(cli.account().avatar ?? {}).map(Number) }
}

export interface ExportOptions {
  /** A conversation's topic or id. */
  conversation?: string
  /** The folder for the files. */
  to: string
}

/** @param progress called with the part that is done, from 0 to 1 */
export async function exportHistory(
  cli: Cli,
  { conversation, to }: ExportOptions,
  progress: (part: number) => void,
): Promise<Result<'export'>> {
  const folder = await stat(to).catch(() => undefined)
  if (!folder?.isDirectory()) throw new Failure('invalid-input', text('cli.noFolder', { name: to }))
  await cli.run('data.refresh', {})
  const of = conversation === undefined ? null : conversationId(cli, conversation)
  const known = () => cli.state.exports.find((history) => history.conversationId === of)
  const filesBefore = new Set(known()?.files.map(({ id }) => id))
  await cli.run('data.export', { conversationId: of })
  await cli.until(({ session }) => {
    const history = known()
    progress(history?.progress ?? 0)
    const isReady = history?.progress === 1 && history.files.some(({ id }) => !filesBefore.has(id))
    return isReady || session.kind !== 'signed-in'
  })
  if (cli.state.session.kind !== 'signed-in') throw new Failure('signed-out', text('cli.sessionEnded'))
  const files: Result<'export'>['files'] = []
  for (const { id, name } of known()?.files ?? []) {
    const path = resolve(to, name)
    // A file that stands there is never replaced; a part of one is gone on with.
    if (existsSync(path)) throw new Failure('refused', text('cli.isThere', { name: join(to, name) }))
    cli.saveNextAs(() => path)
    await cli.run('data.download', { id, resume: false })
    files.push({ name, path })
  }
  return { files }
}

function conversationId(cli: Cli, wanted: string): string {
  const found = (cli.state.conversations ?? []).filter(({ id, topic }) => id === wanted || topic === wanted)
  if (found.length === 1 && found[0]) return found[0].id
  const why = found.length > 1 ? text('cli.severalConversations', { topic: wanted }) : text('cli.noConversation')
  throw new Failure('invalid-input', why, 'conversation')
}

export async function saveProfile(cli: Cli, file: string): Promise<Result<'profile save'>> {
  const path = resolve(file)
  if (existsSync(path)) throw new Failure('refused', text('cli.isThere', { name: file }))
  cli.saveNextAs(() => path)
  await cli.run('profile.save', {})
  return { path }
}

/** @param isTrial whether it is only told what would change. What wants a password is left. */
export async function applyProfile(cli: Cli, file: string, isTrial: boolean): Promise<Result<'profile apply'>> {
  cli.readNext(resolve(file))
  await cli.run('profile.open', {})
  const changes = cli.state.profile?.changes ?? []
  const left = changes.filter(({ needsPassword }) => needsPassword)
  const isLeft = ({ kind, to }: ProfileChange) =>
    kind === 'defaultMailServer' && left.some(({ kind: other, name }) => other === 'mailServer' && name === to)
  const made = changes.filter((change) => !change.needsPassword && !isLeft(change)).map(fieldOf)
  if (!isTrial && made.length > 0) await cli.run('profile.apply', { fields: made, passwords: {} })
  return { changed: made, left: changes.map(fieldOf).filter((name) => !made.includes(name)) }
}

export async function lookUp(cli: Cli, addresses: string[]): Promise<Result<'lookup'>> {
  await cli.run('people.lookup', { wanted: addresses, ignored: [] })
  const people = (cli.state.people ?? []).map(({ id, displayName, address, fleepId, state }) => {
    return { id, name: displayName, address, fleepId, state }
  })
  return { people }
}
