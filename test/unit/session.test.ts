import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CommandContext } from '../../main/core/command-context'
import { CommandRunner } from '../../main/core/command-runner'
import { Failure } from '../../main/core/failure'
import type { Handlers } from '../../main/core/handlers'
import { configure } from '../../main/fleep/account-api'
import type { FleepSession } from '../../main/fleep/fleep-session'
import { writeSession } from '../../main/keychain/session-item'
import { type Account, seededPeople } from '../fleep-server/accounts'
import { type RunningApp, startApp } from './start-app'

const [liis, marten] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(() => app.stop())

/** A call that lasts until `end` is called. `owners` are the accounts whose sessions were used. */
function pendingCall() {
  const owners: string[] = []
  let end: (reason?: Failure) => void = () => undefined
  const call = (session: FleepSession) =>
    new Promise<void>((resolve, reject) => {
      owners.push(session.accountId)
      end = (reason) => (reason ? reject(reason) : resolve())
    })
  return { owners, call, end: (reason?: Failure) => end(reason) }
}

function accountOf(login: string): Account {
  const account = app.fleep.state.accountByLogin(login)
  if (!account) throw new Error(`no account ${login}`)
  return account
}

const idOf = (login: string) => app.fleep.state.accountByLogin(login)?.id

test('a command is not retried with the session of another account', async () => {
  const { owners, call, end } = pendingCall()
  const running = expect(app.calls.call(app.context, call)).rejects.toMatchObject({ code: 'signed-out' })
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  end(new Failure('signed-out', 'Your session has ended.'))
  await running
  expect(owners).toEqual([idOf('liis')])
})

test('a call whose answer arrives after sign-out fails as signed out', async () => {
  const { call, end } = pendingCall()
  const running = expect(app.calls.call(app.context, call)).rejects.toMatchObject({ code: 'signed-out' })
  await app.session.signOut()
  end()
  await running
})

test('a session that another process stored in the keychain replaces an expired one', async () => {
  const account = accountOf('liis')
  app.fleep.state.endSessions(account)
  const { ticket, tokenId } = app.fleep.state.startSession(account)
  await writeSession(app.keychain, app.fleep.url, account.id, { ticket, tokenId }, true)
  await app.calls.call(app.context, configure, { display_name: 'Liis Saar' })
  await app.calls.refreshAccount(app.context)
  expect(app.store.state).toMatchObject({ session: { kind: 'signed-in' }, account: { displayName: 'Liis Saar' } })
})

test('retryNow adopts a session that the command line created', async () => {
  await app.session.signOut()
  const account = accountOf('liis')
  const { ticket, tokenId } = app.fleep.state.startSession(account)
  await writeSession(app.keychain, app.fleep.url, account.id, { ticket, tokenId }, true)
  app.knownSession.write({ server: app.fleep.url, email: account.email, accountId: account.id })
  app.session.retryNow()
  await vi.waitFor(() => expect(app.store.state.account?.displayName).toBe(liis?.displayName))
})

test('a command whose session expired can be dismissed as soon as the state shows it', async () => {
  app.fleep.state.endSessions(accountOf('liis'))
  app.store.onChange(({ session }) => {
    if (session.kind === 'expired' && session.interrupted) app.session.cancelReauthentication()
  })
  await expect(app.calls.call(app.context, configure, { display_name: 'x' })).rejects.toMatchObject({
    code: 'signed-out',
  })
})

test('an expired session continues with the password after the primary address changed elsewhere', async () => {
  const account = accountOf('liis')
  account.email = 'liis@elsewhere.example'
  app.fleep.state.endSessions(account)
  await app.calls.refreshAccount(app.context).catch(() => undefined)
  await vi.waitFor(() => expect(app.store.state.session.kind).toBe('expired'))
  await app.session.reauthenticate(app.context, account.password)
  expect(app.store.state.session.kind).toBe('signed-in')
})

test('one password continues all commands that the expired session interrupted', async () => {
  app.fleep.state.endSessions(accountOf('liis'))
  const calls = [1, 2, 3].map(() => {
    let tries = 0
    return app.calls.call(app.context, async (session) => {
      tries += 1
      if (tries === 1) throw new Failure('signed-out', 'Your session has ended.')
      return session.accountId
    })
  })
  await vi.waitFor(() =>
    expect(app.store.state.session).toEqual({ kind: 'expired', interrupted: true, isChange: true }),
  )
  await expect(app.session.reauthenticate(app.context, 'not-her-password')).rejects.toMatchObject({
    code: 'refused',
    field: 'password',
  })
  await app.session.reauthenticate(app.context, liis?.password ?? '')
  expect(await Promise.all(calls)).toEqual([idOf('liis'), idOf('liis'), idOf('liis')])
})

test('a change that waits for the password goes on when a later call finds a newer session in the keychain', async () => {
  const account = accountOf('liis')
  app.fleep.state.endSessions(account)
  const change = app.calls.call(app.context, configure, { display_name: 'Liis Saar' })
  await vi.waitFor(() =>
    expect(app.store.state.session).toEqual({ kind: 'expired', interrupted: true, isChange: true }),
  )
  const { ticket, tokenId } = app.fleep.state.startSession(account)
  await writeSession(app.keychain, app.fleep.url, account.id, { ticket, tokenId }, true)
  await app.calls.refreshAccount(app.context)
  await change
  expect(account.displayName).toBe('Liis Saar')
  expect(app.store.state.session.kind).toBe('signed-in')
})

test('a queued command is not run for the next account', async () => {
  const { owners, call, end } = pendingCall()
  const accounts: string[] = []
  const handlers = {
    'account.refresh': async () => undefined,
    'account.change': (context: CommandContext) => app.calls.call(context, call),
    'smtp.makeDefault': (context: CommandContext) =>
      app.calls.call(context, async (session) => void accounts.push(session.accountId)),
  } as unknown as Handlers
  const runner = new CommandRunner({ handlers, context: () => app.context, reportDefect: () => undefined })
  const first = runner.run('account.change', { fullPrivacy: true })
  const second = runner.run('smtp.makeDefault', { id: 'of the first account' })
  await vi.waitFor(() => expect(owners).toHaveLength(1))
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  end()
  for (const result of [first, second]) expect(await result).toMatchObject({ error: { code: 'signed-out' } })
  expect(accounts).toEqual([])
  expect(await runner.run('smtp.makeDefault', { id: 'of the second account' })).toMatchObject({ ok: true })
  expect(accounts).toEqual([idOf('marten')])
})

test('a command that waits for the keychain does nothing for the next account', async () => {
  const mailbox = { address: 'l@harbour.example', username: 'l', host: 'mail.harbour.example', port: 465 } as const
  const { id } = await app.mailServers.add(app.context, { ...mailbox, password: 'password-of-liis', encryption: 'tls' })
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
  const removal = runner.run('smtp.remove', { id, canUndo: true, nextDefault: null })
  await vi.waitFor(() => expect(read).toHaveBeenCalled())
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  answer()
  expect(await removal).toMatchObject({ error: { code: 'signed-out' } })
  expect(app.fleep.inputsOf('account/smtp/remove')).toEqual([])
  expect(app.store.state.mailServers ?? []).toEqual([])
})

test('pendingStorage resolves once a sign-in or sign-out has updated the keychain', async () => {
  expect(app.session.pendingStorage).toBeNull()
  await app.session.signOut()
  app.keychain.delay = 50
  const signIn = app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  await app.until(({ session }) => session.kind === 'signed-in')
  expect(app.keychain.items.size).toBe(0)
  await app.session.pendingStorage
  expect(app.keychain.items.size).toBe(1)
  expect(app.knownSession.read().accountId).toBe(idOf('liis'))
  await signIn
  expect(app.session.pendingStorage).toBeNull()
  void app.session.signOut()
  await app.session.pendingStorage
  expect(app.keychain.items.size).toBe(0)
})

test('a renewed cookie is stored before the process ends', async () => {
  await app.session.pendingStorage
  const [session] = app.fleep.state.sessions.values()
  app.keychain.delay = 50
  app.fleep.replaceCookieOnNextAnswer(session?.tokenId ?? '')
  await app.calls.call(app.context, configure, { display_name: 'Liis Saar' })
  await app.session.pendingStorage
  const [renewed] = app.fleep.state.sessions.values()
  expect(renewed?.tokenId).not.toBe('')
  expect([...app.keychain.items.values()].join()).toContain(renewed?.tokenId)
})

test('signing out ends a running refresh as signed-out, not as a defect', async () => {
  app.fleep.planFault('account/poll', { kind: 'never-answers' }, 2)
  const refresh = app.runner.run('data.refresh', {})
  await vi.waitFor(() => expect(app.fleep.inputsOf('account/poll').some(({ wait }) => wait === false)).toBe(true))
  await app.session.signOut()
  expect(await refresh).toMatchObject({ ok: false, error: { code: 'signed-out' } })
  expect(app.defects).toEqual([])
})

test('a late failure of the previous account does not change the connection of the next one', async () => {
  let fail: (reason: Failure) => void = () => undefined
  const endpoint = () =>
    new Promise<never>((_resolve, reject) => {
      fail = reject
    })
  const read = expect(app.calls.read(app.context, endpoint)).rejects.toMatchObject({ code: 'signed-out' })
  await app.session.signOut()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
  fail(new Failure('offline', 'Too late.'))
  await read
  expect(app.store.state).toMatchObject({ session: { kind: 'signed-in' }, connection: { online: true } })
})

test('commands that a sign-out interrupts fail as signed out, at whatever moment', async () => {
  const codes = new Set<string>()
  for (const milliseconds of [0, 1, 2, 4, 8, 16]) {
    const running = ['data.refresh', 'account.refresh', 'smtp.refresh'].map((name) => app.runner.run(name, {}))
    const signedOut = new Promise((resolve) => setTimeout(resolve, milliseconds)).then(() => app.session.signOut())
    for (const result of await Promise.all(running)) if (!result.ok) codes.add(result.error.code)
    await signedOut
    await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  }
  expect([...codes]).toEqual(['signed-out'])
  expect(app.defects).toEqual([])
})

test('a cancelled prompt is not shown again by itself; the session is stored once the keychain is open', async () => {
  await app.session.signOut()
  app.keychain.lock()
  const signIn = app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  await app.until(({ session }) => session.kind === 'signed-in')
  app.keychain.answerPrompt('cancel')
  await app.until(({ sessionStorage }) => sessionStorage.kind === 'memory-only')
  await signIn
  const write = vi.spyOn(app.keychain, 'write')
  // The focus returns from the prompt to the window.
  app.session.retryNow()
  await app.keychain.wouldAsk()
  await app.session.pendingStorage
  expect(write).not.toHaveBeenCalled()
  app.keychain.answerPrompt('accept')
  app.session.retryNow()
  await app.until(({ sessionStorage }) => sessionStorage.kind === 'stored')
})
