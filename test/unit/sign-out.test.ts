import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { login, logoutDefaults } from '../../main/fleep/sign-in-api'
import { transportDefaults } from '../../main/fleep/transport'
import { seededPeople } from '../fleep-server/accounts'
import { FleepServer, type ServerOptions } from '../fleep-server/server'
import { locked } from '../keychain/memory-keychain'
import { createApp } from '../stress/second-app'
import { type RunningApp, startApp } from './start-app'

const [liis, marten, kai] = seededPeople
const others: { stop(): unknown }[] = []
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
})

afterEach(async () => {
  vi.restoreAllMocks()
  logoutDefaults.timeout = 5000
  await app.stop()
  for (const other of others.splice(0)) await other.stop()
})

type Person = typeof liis
const signIn = (person: Person, server = app.fleep.url, { session }: Pick<RunningApp, 'session'> = app) =>
  session.signIn(server, person?.email ?? '', person?.password ?? '')
const forgetPasswords = (account: Parameters<RunningApp['passwords']['removeAll']>[0]) =>
  app.passwords.removeAll(account)
const mailbox = { address: 'l@harbour.example', username: 'l', host: 'mail.harbour.example', port: 465 } as const
const addMailServer = () =>
  app.mailServers.add(app.context, { ...mailbox, password: 'password-of-liis', encryption: 'tls' })
const openSessions = () => app.fleep.state.sessions.size

async function otherServer(options: ServerOptions = {}): Promise<FleepServer> {
  const server = await FleepServer.start(undefined, options)
  others.push(server)
  return server
}

/** Another process with the same files and keychain. */
function otherProcess() {
  const other = createApp(app)
  others.push(other)
  return other
}

test.each(['never-answers', 'drips'] as const)(
  'what is here is removed at once if the server %s, and the next sign-in does not wait',
  async (kind) => {
    await signIn(liis)
    await addMailServer()
    app.fleep.planFault('account/logout', { kind })
    const signedOut = app.session.signOut(forgetPasswords)
    // A process that is killed now leaves no account to continue with.
    expect(app.knownSession.read().accountId).toBeNull()
    await app.session.pendingRemoval
    expect([...app.keychain.items.keys()]).toEqual([])
    expect(app.knownSession.read()).toMatchObject({ sessions: [], mailPasswords: [] })
    await signIn(marten)
    expect(app.store.state.account?.displayName).toBe(marten?.displayName)
    logoutDefaults.timeout = 0
    void signedOut
  },
)

test.each(['never-answers', 'drips'] as const)('a server that %s is given up after one limit', async (kind) => {
  logoutDefaults.timeout = 200
  await signIn(liis)
  app.fleep.planFault('account/logout', { kind }, 10)
  await app.session.signOut()
  const { session } = app.store.state
  expect(session).toMatchObject({ kind: 'signed-out', notice: expect.stringContaining('127.0.0.1') })
  expect(app.fleep.inputsOf('account/logout')).toHaveLength(1)
})

test('a keychain that does not answer does not keep the server from being told', async () => {
  await signIn(liis)
  let answer: () => void = () => undefined
  vi.spyOn(app.keychain, 'remove').mockImplementationOnce(async (item) => {
    await new Promise<void>((resolve) => {
      answer = resolve
    })
    app.keychain.items.delete(item)
  })
  const signedOut = app.session.signOut()
  await vi.waitFor(() => expect(openSessions()).toBe(0))
  answer()
  expect(await signedOut).toBeUndefined()
  expect(app.keychain.items.size).toBe(0)
})

test('the notice of a sign-out is not shown to the next account', async () => {
  logoutDefaults.timeout = 100
  await signIn(liis)
  app.fleep.planFault('account/logout', { kind: 'drips' })
  const signedOut = app.session.signOut()
  await signIn(marten)
  await signedOut
  expect(app.store.state.session.kind).toBe('signed-in')
})

test('a session that could not be removed is removed at the next start', async () => {
  await signIn(liis)
  app.keychain.failure = locked()
  expect(await app.session.signOut()).toMatchObject({ code: 'keychain-locked' })
  expect(app.knownSession.read()).toMatchObject({ accountId: null, sessions: [{ server: app.fleep.url }] })
  app.keychain.failure = undefined
  const next = otherProcess()
  await next.session.restore()
  await next.session.pendingStorage
  expect(next.store.state.session).toMatchObject({ kind: 'signed-out' })
  expect(app.keychain.items.size).toBe(0)
  expect(app.knownSession.read().sessions).toEqual([])
})

test('mail passwords that could not be removed are removed at the next start', async () => {
  await signIn(liis)
  await addMailServer()
  app.keychain.failure = locked()
  await app.session.signOut(forgetPasswords)
  expect(app.knownSession.read()).toMatchObject({ passwordsToForget: [{ server: app.fleep.url }] })
  app.keychain.failure = undefined
  const next = otherProcess()
  await next.session.restore()
  await next.session.pendingStorage
  expect(app.keychain.items.size).toBe(0)
  expect(app.knownSession.read()).toMatchObject({ sessions: [], passwordsToForget: [], mailPasswords: [] })
})

test('a sign-in removes the passwords that were to be forgotten, and keeps what is typed after it', async () => {
  await signIn(liis)
  const first = await addMailServer()
  app.keychain.failure = locked()
  await app.session.signOut(forgetPasswords)
  app.keychain.failure = undefined
  await signIn(liis)
  const second = await addMailServer()
  await app.session.pendingStorage
  await app.passwords.settled()
  const names = [...app.keychain.items.keys()].join()
  expect([names.includes(first.id), names.includes(second.id)]).toEqual([false, true])
  expect(app.knownSession.read().passwordsToForget).toEqual([])
})

test('mail passwords that are to stay are not removed at the next start', async () => {
  await signIn(liis)
  await addMailServer()
  await app.session.signOut()
  const next = otherProcess()
  await next.session.restore()
  await next.session.pendingStorage
  expect(app.keychain.items.size).toBe(1)
})

test('signing out while the stored session is being read leaves it neither in use nor in the keychain', async () => {
  await signIn(liis)
  app.keychain.delay = 50
  const next = otherProcess()
  const restored = next.session.restore()
  await vi.waitFor(() => expect(next.store.state.session.kind).toBe('restoring'))
  await next.session.signOut()
  await restored
  expect(next.store.state.session.kind).toBe('signed-out')
  app.keychain.delay = 0
  expect(app.keychain.items.size).toBe(0)
  await vi.waitFor(() => expect(openSessions()).toBe(0))
})

test('two sign-ins at once open one session', async () => {
  app.fleep.planFault('account/login', { kind: 'delay', milliseconds: 50 })
  const first = signIn(liis)
  const second = expect(signIn(marten)).rejects.toMatchObject({ code: 'refused' })
  await Promise.all([first, second])
  expect(app.store.state.account?.displayName).toBe(liis?.displayName)
  expect(openSessions()).toBe(1)
  await app.session.signOut()
  expect([app.keychain.items.size, openSessions()]).toEqual([0, 0])
})

test('a sign-in and a link that signs in take turns', async () => {
  app.fleep.planFault('account/login', { kind: 'delay', milliseconds: 50 })
  const first = signIn(liis)
  const follow = vi.fn((transport) => login(transport, marten?.email ?? '', marten?.password ?? ''))
  await expect(app.session.signInWith(app.fleep.url, follow)).rejects.toMatchObject({ code: 'refused' })
  await first
  expect(follow).not.toHaveBeenCalled()
})

test('a sign-in at another server ends the session that was ignored at the start', async () => {
  await signIn(liis)
  app.session.stopPolling()
  const server = await otherServer()
  const next = otherProcess()
  await next.session.restore(server.url)
  await next.session.pendingStorage
  expect(openSessions()).toBe(1)
  await signIn(kai, server.url, next)
  await next.session.pendingStorage
  expect(openSessions()).toBe(0)
  expect(app.keychain.items.size).toBe(1)
  await next.session.signOut()
  expect([app.keychain.items.size, server.state.sessions.size]).toEqual([0, 0])
})

test('signing out leaves no session of an account that a command has signed in meanwhile', async () => {
  await signIn(liis)
  const command = otherProcess()
  await command.session.restore()
  await command.session.signOut()
  await signIn(kai, app.fleep.url, command)
  command.session.stopPolling()
  expect(app.keychain.items.size).toBe(1)
  await app.session.signOut()
  expect([app.keychain.items.size, openSessions()]).toEqual([0, 0])
  expect(app.knownSession.read()).toMatchObject({ accountId: null, sessions: [] })
})

test('an account whose session was left is signed in again with one session', async () => {
  await signIn(liis)
  app.keychain.failure = locked()
  app.fleep.planFault('account/logout', { kind: 'drop-before' }, 3)
  await app.session.signOut()
  app.keychain.failure = undefined
  expect(openSessions()).toBe(1)
  await signIn(liis)
  await app.session.pendingStorage
  expect(openSessions()).toBe(1)
  expect(app.store.state.sessionStorage.kind).toBe('stored')
  expect(app.keychain.items.size).toBe(1)
})

test('a session that cannot be remembered is not stored', async () => {
  vi.spyOn(app.knownSession, 'write').mockReturnValue(false)
  await signIn(liis)
  expect(app.store.state.sessionStorage).toMatchObject({ kind: 'memory-only', problem: 'data-folder' })
  expect(app.keychain.items.size).toBe(0)
})

test('an item that could not be removed is named again by the next sign-out', async () => {
  await signIn(liis)
  app.keychain.failure = locked()
  expect(await app.session.signOut()).toMatchObject({ code: 'keychain-locked' })
  await signIn(liis)
  expect(await app.session.signOut()).toMatchObject({ code: 'keychain-locked' })
  app.keychain.failure = undefined
  await signIn(liis)
  expect(await app.session.signOut()).toBeUndefined()
  expect(app.keychain.items.size).toBe(0)
  // Now nothing is left, so a session that was never stored is no problem.
  app.keychain.failure = locked()
  await signIn(liis)
  expect(await app.session.signOut()).toBeUndefined()
})

test.each(['deleted', 'damaged'])(
  'mail passwords are forgotten although the file that lists them is %s',
  async (what) => {
    await signIn(marten)
    const mailbox = { host: 'mail.meadow.example', port: 465, encryption: 'tls', username: 'a', password: 'secret' }
    await app.runner.run('smtp.add', { address: 'a@meadow.example', ...mailbox })
    expect(app.keychain.items.size).toBe(2)
    const file = join(app.folder, 'remembered.json')
    if (what === 'deleted') rmSync(file)
    else writeFileSync(file, 'x')
    expect(await app.runner.run('session.signOut', { forgetMailPasswords: true })).toEqual({ ok: true, value: null })
    await vi.waitFor(() => expect([...app.keychain.items.keys()]).toEqual([]))
  },
)

test('a session that a command has signed out while Fleep was away is not stored again', async () => {
  await signIn(liis)
  await app.session.pendingStorage
  // A poll would take the new cookie.
  app.session.stopPolling()
  // What the command leaves.
  app.keychain.items.clear()
  app.knownSession.write({ accountId: null, sessions: [] })
  for (let times = 0; times < 2; times += 1) {
    const [token = ''] = app.fleep.state.sessions.keys()
    app.fleep.replaceCookieOnNextAnswer(token)
    expect(await app.runner.run('account.refresh', {})).toMatchObject({ ok: true })
    await app.session.pendingStorage
  }
  expect([app.keychain.items.size, app.knownSession.read().sessions]).toEqual([0, []])
  expect(app.store.state.sessionStorage).toEqual({ kind: 'none' })
})

test('an expired session is replaced by a sign-in of the same account only', async () => {
  await signIn(liis)
  app.fleep.state.endSessions(accountOf('liis'))
  await app.calls.refreshAccount(app.context).catch(() => undefined)
  await app.until(({ session }) => session.kind === 'expired')
  await expect(signIn(marten)).rejects.toMatchObject({ code: 'refused' })
  await vi.waitFor(() => expect(openSessions()).toBe(0))
  await signIn(liis)
  expect(app.store.state.session.kind).toBe('signed-in')
  expect(openSessions()).toBe(1)
})

test('a new password that is entered while the account signs out opens no session', async () => {
  await signIn(liis)
  app.fleep.state.endSessions(accountOf('liis'))
  await app.calls.refreshAccount(app.context).catch(() => undefined)
  await app.until(({ session }) => session.kind === 'expired')
  app.fleep.planFault('account/login', { kind: 'delay', milliseconds: 100 })
  const again = expect(app.session.reauthenticate(app.context, liis?.password ?? '')).rejects.toMatchObject({
    code: 'signed-out',
  })
  await vi.waitFor(() => expect(app.fleep.inputsOf('account/login')).toHaveLength(2))
  await app.session.signOut()
  await again
  expect(app.store.state.session.kind).toBe('signed-out')
  expect([app.keychain.items.size, openSessions()]).toEqual([0, 0])
})

test('a failed sign-in closes its connections', async () => {
  await expect(app.session.signIn(app.fleep.url, 'liis', 'wrong')).rejects.toMatchObject({ code: 'refused' })
  await vi.waitFor(async () => expect(await app.fleep.countConnections()).toBe(0))
})

function accountOf(name: string) {
  const account = app.fleep.state.accountByLogin(name)
  if (!account) throw new Error(`no account ${name}`)
  return account
}

transportDefaults.retryDelay = 1
