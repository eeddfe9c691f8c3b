import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CommandContext } from '../../main/core/command-context'
import { CommandRunner } from '../../main/core/command-runner'
import { Failure } from '../../main/core/failure'
import type { Handlers } from '../../main/core/handlers'
import { configure } from '../../main/fleep/account-api'
import type { FleepSession } from '../../main/fleep/fleep-session'
import { writeSession } from '../../main/keychain/session-item'
import { seededPeople } from '../fleep-server/accounts'
import { type RunningApp, startApp } from './app'

const [liis, marten] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(() => app.stop())

/** A call that ends when it is told to, and notes with whose session it was made. */
function slowCall() {
  const owners: string[] = []
  let end: (reason?: Failure) => void = () => undefined
  const call = (own: FleepSession) =>
    new Promise<void>((resolve, reject) => {
      owners.push(own.accountId)
      end = (reason) => (reason ? reject(reason) : resolve())
    })
  return { owners, call, end: (reason?: Failure) => end(reason) }
}

const idOf = (name: string) => app.fleep.state.accountByLogin(name)?.id

test('a command of one account is never repeated with the session of the next', async () => {
  const { owners, call, end } = slowCall()
  const running = expect(app.calls.call(app.context, call)).rejects.toMatchObject({ code: 'signed-out' })
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  end(new Failure('signed-out', 'Your session has ended.'))
  await running
  expect(owners).toEqual([idOf('liis')])
})

test('an answer that comes after signing out is nobody’s', async () => {
  const { call, end } = slowCall()
  const running = expect(app.calls.call(app.context, call)).rejects.toMatchObject({ code: 'signed-out' })
  await app.session.signOut()
  end()
  await running
})

test('a session that a command renewed beside the app is gone on with, without asking', async () => {
  const account = app.fleep.state.accountByLogin('liis') ?? raise()
  app.fleep.state.endSessions(account)
  const { ticket, tokenId } = app.fleep.state.startSession(account)
  await writeSession(app.keychain, app.fleep.url, account.id, { ticket, tokenId }, true)
  await app.calls.call(app.context, configure, { display_name: 'Liis Saar' })
  await app.calls.refreshAccount(app.context)
  expect(app.store.state).toMatchObject({ session: { kind: 'signed-in' }, account: { displayName: 'Liis Saar' } })
})

test('who signed in by a command is signed in when the person looks at the window', async () => {
  await app.session.signOut()
  const account = app.fleep.state.accountByLogin('liis') ?? raise()
  const { ticket, tokenId } = app.fleep.state.startSession(account)
  await writeSession(app.keychain, app.fleep.url, account.id, { ticket, tokenId }, true)
  app.knownSession.write({ server: app.fleep.url, email: account.email, accountId: account.id })
  app.session.retryNow()
  await vi.waitFor(() => expect(app.store.state.account?.displayName).toBe(liis?.displayName))
})

test('a command whose session ended can be given up as soon as the state says so', async () => {
  app.fleep.state.endSessions(app.fleep.state.accountByLogin('liis') ?? raise())
  app.store.onChange(({ session }) => {
    if (session.kind === 'expired' && session.interrupted) app.session.dismissInterrupted()
  })
  await expect(app.calls.call(app.context, configure, { display_name: 'x' })).rejects.toMatchObject({
    code: 'signed-out',
  })
})

test('a session goes on with its password, also when the primary address was changed elsewhere', async () => {
  const account = app.fleep.state.accountByLogin('liis') ?? raise()
  account.email = 'liis@elsewhere.example'
  app.fleep.state.endSessions(account)
  await app.calls.refreshAccount(app.context).catch(() => undefined)
  await vi.waitFor(() => expect(app.store.state.session.kind).toBe('expired'))
  await app.session.continueWith(account.password)
  expect(app.store.state.session.kind).toBe('signed-in')
})

test('several commands that were interrupted all go on with one password', async () => {
  app.fleep.state.endSessions(app.fleep.state.accountByLogin('liis') ?? raise())
  const calls = [1, 2, 3].map(() => {
    let tries = 0
    return app.calls.call(app.context, async (own) => {
      tries += 1
      if (tries === 1) throw new Failure('signed-out', 'Your session has ended.')
      return own.accountId
    })
  })
  await vi.waitFor(() => expect(app.store.state.session).toEqual({ kind: 'expired', interrupted: true }))
  await expect(app.session.continueWith('not-her-password')).rejects.toMatchObject({
    code: 'refused',
    field: 'password',
  })
  await app.session.continueWith(liis?.password ?? '')
  expect(await Promise.all(calls)).toEqual([idOf('liis'), idOf('liis'), idOf('liis')])
})

function raise(): never {
  throw new Error('no such account')
}

test('a command that had to wait for another one is not run for the next account', async () => {
  const { owners, call, end } = slowCall()
  const seen: string[] = []
  const handlers = {
    'account.refresh': async () => undefined,
    'account.change': (context: CommandContext) => app.calls.call(context, call),
    'smtp.makeDefault': (context: CommandContext) =>
      app.calls.call(context, async (own) => void seen.push(own.accountId)),
  } as unknown as Handlers
  const runner = new CommandRunner({ handlers, context: () => app.context, reportDefect: () => undefined })
  const first = runner.run('account.change', { fullPrivacy: true })
  const second = runner.run('smtp.makeDefault', { id: 'of the first account' })
  await vi.waitFor(() => expect(owners).toHaveLength(1))
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  end()
  for (const result of [first, second]) expect(await result).toMatchObject({ error: { code: 'signed-out' } })
  expect(seen).toEqual([])
  expect(await runner.run('smtp.makeDefault', { id: 'of the second account' })).toMatchObject({ ok: true })
  expect(seen).toEqual([idOf('marten')])
})

test('nothing of one account is stored at the next one’s, however long the keychain takes', async () => {
  const mailbox = { address: 'l@harbour.example', username: 'l', host: 'mail.harbour.example', port: 465 } as const
  const { id } = await app.mailServers.add(app.context, { ...mailbox, password: 'of-liis', encryption: 'tls' })
  let answer: () => void = () => undefined
  const read = vi.spyOn(app.keychain, 'read').mockImplementationOnce(async (account) => {
    await new Promise<void>((resolve) => {
      answer = resolve
    })
    return app.keychain.items.get(account) ?? null
  })
  const runner = new CommandRunner({
    handlers: app.handlers,
    context: () => app.context,
    reportDefect: () => undefined,
  })
  const change = runner.run('smtp.change', { ...mailbox, id, password: null, encryption: 'starttls' })
  await vi.waitFor(() => expect(read).toHaveBeenCalled())
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  answer()
  expect(await change).toMatchObject({ error: { code: 'signed-out' } })
  expect(app.fleep.state.accountByLogin('marten')?.smtp).toEqual([])
})

test('what a sign-in or sign-out still has to store can be waited for', async () => {
  expect(app.session.unfinished).toBeNull()
  await app.session.signOut()
  app.keychain.delay = 50
  const done = app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  await app.until(({ session }) => session.kind === 'signed-in')
  expect(app.keychain.items.size).toBe(0)
  await app.session.unfinished
  expect(app.keychain.items.size).toBe(1)
  expect(app.knownSession.read().accountId).toBe(idOf('liis'))
  await done
  expect(app.session.unfinished).toBeNull()
  void app.session.signOut()
  await app.session.unfinished
  expect(app.keychain.items.size).toBe(0)
})
