import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Cli } from '../../main/command-line/cli'
import { runProgram } from '../../main/command-line/program'
import { logoutDefaults } from '../../main/fleep/sign-in-api'
import { transportDefaults } from '../../main/fleep/transport'
import { mailPasswordName } from '../../main/keychain/mail-password-item'
import { seededPeople } from '../fleep-server/accounts'
import { FleepServer } from '../fleep-server/server'
import { locked } from '../keychain/memory-keychain'
import { createApp } from '../stress/second-app'
import { type RunningApp, startApp } from './start-app'

const [liis, marten] = seededPeople
const prompt = vi.hoisted(() => ({ password: '' }))
vi.mock('../../main/command-line/prompt-password', () => ({ promptPassword: async () => prompt.password }))
let app: RunningApp

beforeEach(async () => {
  transportDefaults.retryDelay = 1
  logoutDefaults.timeout = 200
  prompt.password = liis?.password ?? ''
  app = await startApp()
  await run('sign-in', liis?.email ?? '', `--server=${app.fleep.url}`)
})

afterEach(async () => {
  logoutDefaults.timeout = 5000
  app.keychain.failure = undefined
  await app.stop()
})

/** Runs a command as a process of its own does, with the files and the keychain of the app. */
async function run(...words: string[]) {
  const { services, runner, store, stop } = createApp(app)
  const choices = { saveLocation: null, file: null }
  const cli = new Cli({ services, runner, store, choices, firstDefect: new Promise<never>(() => undefined) })
  let out = ''
  let err = ''
  const exitCode = await runProgram(words, cli, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  stop()
  return { exitCode, out, err }
}

const openSessions = () => app.fleep.state.sessions.size
const endSessions = () => {
  const account = app.fleep.state.accountByLogin('liis')
  if (account) app.fleep.state.endSessions(account)
}
const left = () => ({ items: app.keychain.items.size, known: app.knownSession.read() })
const nothing = { items: 0, known: { accountId: null, sessions: [] } }

test('sign-out leaves when the server is gone, and says that it could not be told', async () => {
  await app.fleep.stop()
  expect(await run('sign-out')).toMatchObject({ exitCode: 0, out: expect.stringContaining('127.0.0.1') })
  expect(left()).toMatchObject(nothing)
  expect(JSON.parse((await run('status', '--json')).out)).toMatchObject({ result: { signedIn: false } })
  await app.fleep.listen()
})

test('sign-out leaves when the server fails or drips, and tells it in JSON too', async () => {
  app.fleep.planFault('account/logout', { kind: 'status', status: 502 }, 3)
  const { exitCode, out } = await run('sign-out', '--json')
  expect(exitCode).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ result: { notice: expect.stringContaining('127.0.0.1') } })
  expect(left()).toMatchObject(nothing)
  await run('sign-in', liis?.email ?? '')
  app.fleep.planFault('account/logout', { kind: 'drips' })
  expect((await run('sign-out')).exitCode).toBe(0)
  expect(left()).toMatchObject(nothing)
})

test('sign-out leaves a session that ended elsewhere, without a notice', async () => {
  endSessions()
  expect(await run('sign-out')).toEqual({ exitCode: 0, out: 'Signed out.\n', err: '' })
  expect(left()).toMatchObject(nothing)
})

test('sign-out with a locked keychain says that the sign-in is left, and a later one removes it', async () => {
  app.keychain.failure = locked()
  expect(await run('sign-out')).toMatchObject({ exitCode: 6, err: expect.stringContaining('locked') })
  expect(app.knownSession.read().accountId).toBeNull()
  app.keychain.failure = undefined
  expect((await run('sign-out')).exitCode).toBe(0)
  expect(left()).toMatchObject(nothing)
  expect(openSessions()).toBe(0)
})

test('sign-out with nobody signed in, or at another server, changes nothing', async () => {
  expect((await run('sign-out', '--server=https://other.example')).exitCode).toBe(3)
  expect(openSessions()).toBe(1)
  expect((await run('sign-out')).exitCode).toBe(0)
  expect((await run('sign-out')).exitCode).toBe(3)
})

test('sign-out at another server removes what is left there, and nothing of the account that is signed in', async () => {
  const other = { server: 'https://other.example', accountId: 'earlier' }
  app.knownSession.write((stored) => ({ sessions: [...stored.sessions, other] }))
  app.keychain.items.set('earlier at https://other.example', '{"version":1,"ticket":"t","tokenId":"i"}')
  expect((await run('sign-out', '--server=https://other.example')).exitCode).toBe(0)
  expect(openSessions()).toBe(1)
  expect([...app.keychain.items.keys()].join()).not.toContain('other.example')
  expect((await run('get', 'name')).exitCode).toBe(0)
})

/** Adds an account of another server, with a mail password in the keychain. @returns the names of its items */
function addEarlier(server: string, { hasSession }: { hasSession: boolean }): string[] {
  const account = { server, accountId: 'earlier' }
  const key = { ...account, smtpId: 'box' }
  app.knownSession.write((stored) => ({
    sessions: hasSession ? [...stored.sessions, account] : stored.sessions,
    mailPasswords: [...stored.mailPasswords, { ...key, hasPlace: true }],
  }))
  const names = [`earlier at ${server}`, mailPasswordName(key)].slice(hasSession ? 0 : 1)
  for (const name of names) app.keychain.items.set(name, '{"version":1,"ticket":"t","tokenId":"i"}')
  return names
}

test.each([true, false])(
  'sign-out at another server also forgets the mail passwords kept for it, unless they are to stay (with a session: %s)',
  async (hasSession) => {
    const [third] = addEarlier('https://third.example', { hasSession: false })
    const kept = addEarlier('https://other.example', { hasSession })
    const code = hasSession ? 0 : 3
    expect((await run('sign-out', '--server=https://other.example', '--keep-mail-passwords')).exitCode).toBe(code)
    expect([...app.keychain.items.keys()]).toContain(kept.at(-1))
    expect((await run('sign-out', '--server=https://other.example')).exitCode).toBe(0)
    expect([...app.keychain.items.keys()].filter((name) => name.includes('other.example'))).toEqual([])
    expect(app.knownSession.read().mailPasswords.map(({ server }) => server)).toEqual(['https://third.example'])
    expect([...app.keychain.items.keys()]).toContain(third)
    // Nothing is left there now, and who is signed in elsewhere stays.
    expect((await run('sign-out', '--server=https://other.example')).exitCode).toBe(3)
    expect((await run('get', 'name')).exitCode).toBe(0)
    expect(openSessions()).toBe(1)
  },
)

test('mail passwords of another server that could not be forgotten are forgotten later', async () => {
  const kept = addEarlier('https://other.example', { hasSession: true })
  app.keychain.failure = locked()
  expect((await run('sign-out', '--server=https://other.example')).exitCode).toBe(6)
  expect([...app.keychain.items.keys()]).toEqual(expect.arrayContaining(kept))
  app.keychain.failure = undefined
  await run('get', 'name')
  expect([...app.keychain.items.keys()]).not.toContain(kept.at(-1))
})

test('mail passwords of another server are forgotten when nobody is signed in', async () => {
  await run('sign-out')
  const kept = addEarlier('https://other.example', { hasSession: false })
  expect((await run('sign-out')).exitCode).toBe(3)
  expect([...app.keychain.items.keys()]).toEqual(kept)
  expect((await run('sign-out', '--server=https://other.example')).exitCode).toBe(0)
  expect(left()).toMatchObject(nothing)
})

test('sign-in replaces a session of the same account that ended elsewhere', async () => {
  endSessions()
  expect(await run('status', '--json')).toMatchObject({ out: expect.stringContaining('"signedIn":false') })
  expect(await run('sign-in', liis?.email ?? '')).toMatchObject({ exitCode: 0 })
  expect(openSessions()).toBe(1)
  expect((await run('get', 'name')).exitCode).toBe(0)
})

test('sign-in replaces neither a session that goes on nor one of another account', async () => {
  expect((await run('sign-in', liis?.email ?? '')).exitCode).toBe(4)
  expect(openSessions()).toBe(1)
  endSessions()
  prompt.password = marten?.password ?? ''
  const { exitCode } = await run('sign-in', marten?.email ?? '')
  expect(exitCode).toBe(4)
  expect(openSessions()).toBe(0)
})

test('a sign-in at another server leaves one session, which sign-out ends', async () => {
  const other = await FleepServer.start()
  expect((await run('sign-in', liis?.email ?? '', `--server=${other.url}`)).exitCode).toBe(0)
  expect([openSessions(), other.state.sessions.size, app.keychain.items.size]).toEqual([0, 1, 1])
  expect((await run('sign-out')).exitCode).toBe(0)
  expect([other.state.sessions.size, app.keychain.items.size]).toEqual([0, 0])
  await other.stop()
})

test('a cookie that was replaced by the last answer is stored before the command ends', async () => {
  const [session] = app.fleep.state.sessions.values()
  app.keychain.delay = 30
  app.fleep.replaceCookieOnNextAnswer(session?.tokenId ?? '')
  expect((await run('get', 'name')).exitCode).toBe(0)
  app.keychain.delay = 0
  expect([...app.keychain.items.values()].join()).toContain([...app.fleep.state.sessions.keys()].join())
  expect((await run('get', 'name')).exitCode).toBe(0)
})
