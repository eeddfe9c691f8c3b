import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mailPasswordName } from '../../main/keychain/mail-password-item'
import { seededPeople } from '../fleep-server/accounts'
import { locked } from '../keychain/memory-keychain'
import { type RunningApp, startApp } from './app'

const [liis, marten] = seededPeople
let app: RunningApp

const mailbox = {
  address: 'marten@meadow.example',
  username: 'marten',
  password: 'mailbox-secret',
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
} as const

beforeEach(async () => {
  app = await startApp()
  await signIn()
})

afterEach(() => app.stop())

async function signIn(person = marten): Promise<void> {
  await app.session.signIn(app.fleep.url, person?.email ?? '', person?.password ?? '')
}

/** @returns the id of a new mail server */
async function add(changes: { password?: string } = {}): Promise<string> {
  expect(await app.runner.run('smtp.add', { ...mailbox, ...changes })).toMatchObject({ ok: true })
  return app.store.state.mailServers?.at(-1)?.id ?? ''
}

const changePassword = (id: string, password: string) => app.runner.run('smtp.change', { ...mailbox, id, password })
const keepPassword = (id: string, replace = false) => app.runner.run('smtp.keepPassword', { id, replace })

/** Reads the mail servers, and waits until the keychain has been asked about their passwords. */
async function refresh(): Promise<void> {
  expect(await app.runner.run('smtp.refresh', {})).toMatchObject({ ok: true })
  await app.passwords.settled()
}

function nameOf(id: string): string {
  const accountId = app.context.account?.accountId ?? ''
  return mailPasswordName({ server: app.fleep.url, accountId, smtpId: id })
}

const place = (id: string) => app.store.state.mailPasswords[id]
const inKeychain = (id: string) => app.keychain.items.get(nameOf(id)) ?? null
const item = (password: string) => JSON.stringify({ version: 1, password })
const remembered = () => app.knownSession.read().mailPasswords.map(({ smtpId }) => smtpId)

describe('a password that the keychain does not take', () => {
  test('is used from memory, and the state says why', async () => {
    app.keychain.failing = locked()
    const id = await add()
    expect(place(id)).toEqual({
      kind: 'memory-only',
      problem: 'locked',
      explanation: expect.stringContaining('Secret Service is locked.'),
    })
    expect(await app.passwords.read(id)).toBe('mailbox-secret')
  })

  test('is stored when it is tried again, and not before', async () => {
    app.keychain.failing = locked()
    const id = await add()
    expect(await keepPassword(id)).toMatchObject({ ok: false, error: { code: 'keychain-locked' } })
    expect(place(id)).toMatchObject({ kind: 'memory-only' })
    app.keychain.failing = undefined
    expect(inKeychain(id)).toBeNull()
    expect(await keepPassword(id)).toMatchObject({ ok: true })
    expect(inKeychain(id)).toBe(item('mailbox-secret'))
    expect(place(id)).toEqual({ kind: 'stored' })
  })

  test('is forgotten with the sign-out', async () => {
    app.keychain.failing = locked()
    const id = await add()
    await app.session.signOut()
    expect(app.store.state.mailPasswords).toEqual({})
    app.keychain.failing = undefined
    await signIn()
    expect(await app.passwords.read(id)).toBeNull()
    expect(place(id)).toEqual({ kind: 'elsewhere' })
  })
})

describe('an entry of something else', () => {
  test('is overwritten only when the person says so', async () => {
    const id = await add()
    app.keychain.items.set(nameOf(id), 'written by something else')
    await changePassword(id, 'another')
    expect(place(id)).toMatchObject({ kind: 'memory-only', problem: 'unreadable' })
    expect(await keepPassword(id)).toMatchObject({ ok: false, error: { code: 'keychain-unreadable' } })
    expect(inKeychain(id)).toBe('written by something else')
    expect(await keepPassword(id, true)).toMatchObject({ ok: true })
    expect(inKeychain(id)).toBe(item('another'))
  })
})

describe('what is in the keychain', () => {
  test('is known before it is there, so that none is left behind unseen', async () => {
    const known: string[][] = []
    const write = app.keychain.write.bind(app.keychain)
    app.keychain.write = (...args) => {
      known.push(remembered())
      return write(...args)
    }
    const id = await add()
    expect(known).toEqual([[id]])
  })

  test('is shown after the next sign-in without asking the keychain', async () => {
    const id = await add()
    await app.session.signOut()
    app.keychain.failing = locked()
    const signedIn = signIn()
    await app.until(({ session }) => session.kind === 'signed-in')
    expect(place(id)).toEqual({ kind: 'stored' })
    await signedIn
    app.keychain.failing = undefined
  })

  test('is the last of several passwords, however slow the keychain is', async () => {
    const id = await add()
    app.keychain.delay = 20
    await Promise.all([changePassword(id, 'second'), changePassword(id, 'third')])
    await app.passwords.settled()
    expect(inKeychain(id)).toBe(item('third'))
    expect(place(id)).toEqual({ kind: 'stored' })
  })

  test('is found by a computer that has forgotten that it is there', async () => {
    const id = await add()
    app.knownSession.write({ mailPasswords: [] })
    await app.session.signOut()
    await signIn()
    expect(place(id)).toBeUndefined()
    await refresh()
    expect(place(id)).toEqual({ kind: 'stored' })
    expect(remembered()).toEqual([id])
  })

  test('is asked about once for each mail server', async () => {
    const ids = [await add(), await add()]
    await app.session.signOut()
    await signIn()
    const asked: string[][] = []
    const findExisting = app.keychain.findExisting.bind(app.keychain)
    app.keychain.findExisting = (names) => {
      asked.push(names)
      return findExisting(names)
    }
    await refresh()
    await refresh()
    expect(asked).toEqual([ids.map(nameOf)])
  })

  test('goes with its mail server, and nobody else’s does', async () => {
    const [kept, removed] = [await add({ password: 'stays' }), await add()]
    await app.runner.run('smtp.remove', { id: removed, canUndo: false })
    expect(inKeychain(removed)).toBeNull()
    expect(place(removed)).toBeUndefined()
    expect(inKeychain(kept)).toBe(item('stays'))
    expect(remembered()).toEqual([kept])
  })

  test('stays for another account of the same computer', async () => {
    const id = await add()
    const name = nameOf(id)
    await app.session.signOut()
    await signIn(liis)
    await refresh()
    expect(app.keychain.items.get(name)).toBe(item('mailbox-secret'))
    expect(place(id)).toBeUndefined()
    expect(await app.passwords.read(id)).toBeNull()
    expect(remembered()).toEqual([id])
  })

  test('that could not be removed is said to be left, until it could', async () => {
    const id = await add()
    app.keychain.failing = locked()
    await app.runner.run('smtp.remove', { id, canUndo: false })
    expect(app.store.state.passwordRemovalProblem).toBe('Secret Service is locked.')
    expect(inKeychain(id)).toBe(item('mailbox-secret'))
    app.keychain.failing = undefined
    await refresh()
    expect(app.store.state.passwordRemovalProblem).toBeNull()
    expect(inKeychain(id)).toBeNull()
    expect(remembered()).toEqual([])
  })
})

test('a password that was removed from the keychain is elsewhere', async () => {
  const id = await add()
  app.keychain.items.delete(nameOf(id))
  expect(await app.passwords.read(id)).toBeNull()
  expect(place(id)).toEqual({ kind: 'elsewhere' })
})
