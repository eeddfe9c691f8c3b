import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { seededPeople } from '../fleep-server/accounts'
import { locked } from '../keychain/memory-keychain'
import { type RunningApp, startApp } from './start-app'

const [liis, marten] = seededPeople
const email = (person: typeof liis) => person?.email ?? ''
const password = (person: typeof liis) => person?.password ?? ''
const mailbox = {
  address: 'box@meadow.example',
  username: 'box',
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
} as const
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
})

afterEach(() => app.stop())

const signIn = (person: typeof liis) => app.session.signIn(app.fleep.url, email(person), password(person))

async function addMailServer(): Promise<string> {
  const added = await app.runner.run('smtp.add', { ...mailbox, password: 'mailbox-secret' })
  if (!added.ok) throw new Error(added.error.message)
  return (added.value as { id: string }).id
}

test('a new password goes to no other account that has signed in meanwhile', async () => {
  await signIn(marten)
  await app.runner.run('session.requestReset', { server: app.fleep.url, email: email(marten) })
  const id = app.fleep.state.outbox.at(-1)?.notificationId
  const link = `${app.fleep.url}/reset?notification_id=${id}`
  app.fleep.planFault('account/confirm_password', { kind: 'delay', milliseconds: 200 })
  const reset = app.runner.run('session.resetOwnPassword', { link, newPassword: 'new password of marten' })
  await vi.waitFor(() => expect(app.fleep.inputsOf('account/confirm_password')).toHaveLength(1), { interval: 5 })
  await app.session.signOut()
  await signIn(liis)
  expect(await reset).toMatchObject({ error: { code: 'signed-out' } })
  const logins = app.fleep.inputsOf('account/login').map((input) => input.password)
  expect(logins).not.toContain('new password of marten')
  expect(app.store.state.session.kind).toBe('signed-in')
})

test.each(['smtp.change', 'smtp.remove'] as const)(
  'Undo keeps nothing of an account that signs out while the keychain works: %s',
  async (name) => {
    await signIn(marten)
    const id = await addMailServer()
    app.keychain.delay = 100
    const input =
      name === 'smtp.remove' ? { canUndo: true, nextDefault: null } : { ...mailbox, password: 'another-one' }
    const running = app.runner.run(name, { id, ...input })
    await vi.waitFor(() => expect(app.fleep.inputsOf('account/smtp/configure')).toHaveLength(1), { interval: 5 })
    await app.session.signOut()
    expect(await running).toMatchObject({ error: { code: 'signed-out' } })
    await signIn(liis)
    expect(await app.runner.run('smtp.undo', { id })).toMatchObject({ ok: false })
    expect(JSON.stringify(app.fleep.state.accountByLogin('liis')?.smtp)).not.toContain('mailbox-secret')
  },
)

test('a password goes to Fleep with its place, although another app has changed the place there', async () => {
  await signIn(marten)
  const id = await addMailServer()
  app.session.stopPolling()
  const record = app.fleep.state.accountByLogin('marten')?.smtp[0]
  Object.assign(record ?? {}, { smtp_host: 'collect.evil.example' })
  const changed = await app.runner.run('smtp.change', { id, ...mailbox, password: 'another-one' })
  expect(changed).toMatchObject({ ok: true })
  expect(record).toMatchObject({ smtp_host: mailbox.host, smtp_password: 'another-one' })
  Object.assign(record ?? {}, { smtp_host: 'collect.evil.example' })
  expect(await app.runner.run('smtp.undo', { id })).toMatchObject({ ok: true })
  expect(record).toMatchObject({ smtp_host: mailbox.host, smtp_password: 'mailbox-secret' })
})

test('a sign-out during the first sign-in counts', async () => {
  app.fleep.planFault('account/login', { kind: 'delay', milliseconds: 150 })
  const running = expect(signIn(liis)).rejects.toMatchObject({ code: 'signed-out' })
  await vi.waitFor(() => expect(app.fleep.inputsOf('account/login')).toHaveLength(1), { interval: 5 })
  await app.session.signOut()
  await running
  expect(app.store.state.session.kind).toBe('signed-out')
  expect(app.keychain.items.size).toBe(0)
  await vi.waitFor(() => expect(app.fleep.state.sessions.size).toBe(0))
})

test('a second sign-out leaves the notice of the first', async () => {
  await signIn(liis)
  app.fleep.planFault('account/logout', { kind: 'status', status: 503 }, 5)
  app.keychain.delay = 50
  const both = [app.session.signOut(), app.session.signOut()]
  await Promise.all(both)
  expect(app.store.state.session).toMatchObject({ kind: 'signed-out', notice: expect.stringContaining('127.0.0.1') })
})

test('signing out tells of an earlier session that stays in a keychain which is locked by now', async () => {
  await signIn(liis)
  await app.session.pendingStorage
  app.keychain.failure = locked()
  const [session] = app.fleep.state.sessions.values()
  app.fleep.replaceCookieOnNextAnswer(session?.tokenId ?? '')
  await app.runner.run('account.refresh', {})
  await app.until(({ sessionStorage }) => sessionStorage.kind === 'memory-only')
  await app.session.signOut()
  expect(app.store.state.session).toMatchObject({ notice: expect.stringContaining('locked') })
  app.keychain.failure = undefined
})

test('what a command has signed out of meanwhile is not left in the keychain', async () => {
  await signIn(marten)
  await addMailServer()
  await app.session.pendingStorage
  const [session] = app.fleep.state.sessions.values()
  const write = vi.spyOn(app.keychain, 'write')
  app.keychain.lock()
  app.fleep.replaceCookieOnNextAnswer(session?.tokenId ?? '')
  await app.runner.run('account.refresh', {})
  await vi.waitFor(() => expect(write).toHaveBeenCalled(), { interval: 5 })
  app.knownSession.write({ accountId: null, sessions: [], mailPasswords: [] })
  app.keychain.answerPrompt('accept')
  await app.session.pendingStorage
  expect([...app.keychain.items.keys()].filter((name) => !name.includes(' of '))).toEqual([])
})

test('a mail password that a command has signed out of meanwhile is not left in the keychain', async () => {
  await signIn(marten)
  await app.session.pendingStorage
  const write = vi.spyOn(app.keychain, 'write')
  app.keychain.lock()
  const adding = addMailServer()
  await vi.waitFor(() => expect(write).toHaveBeenCalled(), { interval: 5 })
  app.knownSession.write({ accountId: null, sessions: [], mailPasswords: [] })
  app.keychain.answerPrompt('accept')
  await adding
  await app.passwords.settled()
  expect([...app.keychain.items.values()].join()).not.toContain('mailbox-secret')
})

test('a mail password is stored although the file that lists it cannot be written', async () => {
  await signIn(marten)
  await app.session.pendingStorage
  vi.spyOn(app.knownSession, 'write').mockReturnValue(false)
  await addMailServer()
  await app.passwords.settled()
  expect([...app.keychain.items.values()].join()).toContain('mailbox-secret')
  vi.restoreAllMocks()
})
