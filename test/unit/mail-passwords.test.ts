import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mailPasswordName, type PasswordPlace } from '../../main/keychain/mail-password-item'
import { seededPeople } from '../fleep-server/accounts'
import { locked } from '../keychain/memory-keychain'
import { type RunningApp, startApp } from './start-app'

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
const storePasswordAgain = (id: string, replace = false) => app.runner.run('smtp.storePasswordAgain', { id, replace })

/** Reads the mail servers, and waits until the keychain has been asked about their passwords. */
async function refresh(): Promise<void> {
  expect(await app.runner.run('smtp.refresh', {})).toMatchObject({ ok: true })
  await app.passwords.settled()
}

function nameOf(id: string): string {
  const accountId = app.context.account?.accountId ?? ''
  return mailPasswordName({ server: app.fleep.url, accountId, smtpId: id })
}

const passwordState = (id: string) => app.store.state.mailPasswords[id]
const inKeychain = (id: string) => app.keychain.items.get(nameOf(id)) ?? null
const place: PasswordPlace = {
  address: mailbox.address,
  host: mailbox.host,
  port: mailbox.port,
  encryption: mailbox.encryption,
  username: mailbox.username,
}
const item = (password: string) => JSON.stringify({ version: 1, password, place })
const read = (id: string) => app.passwords.read(app.context, id, place)
const missing = { code: 'invalid-input', field: 'password' }
const listedInFile = () => app.knownSession.read().mailPasswords.map(({ smtpId }) => smtpId)

describe('a password that could not be stored', () => {
  test('is kept in memory, and the state has the reason', async () => {
    app.keychain.failure = locked()
    const id = await add()
    expect(passwordState(id)).toEqual({
      kind: 'memory-only',
      problem: 'locked',
      explanation: expect.stringContaining('The keyring is locked.'),
    })
    expect(await read(id)).toBe('mailbox-secret')
  })

  test('is stored only on a retry', async () => {
    app.keychain.failure = locked()
    const id = await add()
    expect(await storePasswordAgain(id)).toMatchObject({ ok: false, error: { code: 'keychain-locked' } })
    expect(passwordState(id)).toMatchObject({ kind: 'memory-only' })
    app.keychain.failure = undefined
    expect(inKeychain(id)).toBeNull()
    expect(await storePasswordAgain(id)).toMatchObject({ ok: true })
    expect(inKeychain(id)).toBe(item('mailbox-secret'))
    expect(passwordState(id)).toEqual({ kind: 'stored' })
  })

  test('is forgotten at sign-out', async () => {
    app.keychain.failure = locked()
    const id = await add()
    await app.session.signOut()
    expect(app.store.state.mailPasswords).toEqual({})
    app.keychain.failure = undefined
    await signIn()
    await expect(read(id)).rejects.toMatchObject(missing)
    expect(passwordState(id)).toEqual({ kind: 'elsewhere' })
  })
})

describe('an entry of another program', () => {
  test('is overwritten only on request', async () => {
    const id = await add()
    app.keychain.items.set(nameOf(id), 'of another program')
    await changePassword(id, 'another')
    expect(passwordState(id)).toMatchObject({ kind: 'memory-only', problem: 'unreadable' })
    expect(await storePasswordAgain(id)).toMatchObject({ ok: false, error: { code: 'keychain-unreadable' } })
    expect(inKeychain(id)).toBe('of another program')
    expect(await storePasswordAgain(id, true)).toMatchObject({ ok: true })
    expect(inKeychain(id)).toBe(item('another'))
  })
})

describe('a stored password', () => {
  test('is listed in the file before it is in the keychain, so that none is lost', async () => {
    const listed: string[][] = []
    const write = app.keychain.write.bind(app.keychain)
    app.keychain.write = (...args) => {
      listed.push(listedInFile())
      return write(...args)
    }
    const id = await add()
    expect(listed).toEqual([[id]])
  })

  test('is shown after the next sign-in without reading the keychain', async () => {
    const id = await add()
    await app.session.signOut()
    app.keychain.failure = locked()
    const pendingSignIn = signIn()
    await app.until(({ session }) => session.kind === 'signed-in')
    expect(passwordState(id)).toEqual({ kind: 'stored' })
    await pendingSignIn
    app.keychain.failure = undefined
  })

  test('is the last of several, even if the keychain is slow', async () => {
    const id = await add()
    app.keychain.delay = 20
    await Promise.all([changePassword(id, 'second'), changePassword(id, 'third')])
    await app.passwords.settled()
    expect(inKeychain(id)).toBe(item('third'))
    expect(passwordState(id)).toEqual({ kind: 'stored' })
  })

  test('is found even if the file does not list it', async () => {
    const id = await add()
    app.knownSession.write({ mailPasswords: [] })
    await app.session.signOut()
    await signIn()
    expect(passwordState(id)).toBeUndefined()
    await refresh()
    expect(passwordState(id)).toEqual({ kind: 'stored' })
    expect(listedInFile()).toEqual([id])
  })

  test('is looked for once per mail server', async () => {
    const ids = [await add(), await add()]
    await app.session.signOut()
    await signIn()
    const lookups: string[][] = []
    const findExisting = app.keychain.findExisting.bind(app.keychain)
    app.keychain.findExisting = (names) => {
      lookups.push(names)
      return findExisting(names)
    }
    await refresh()
    await refresh()
    expect(lookups).toEqual([ids.map(nameOf)])
  })

  test('is removed with its mail server, and no other is', async () => {
    const [kept, removed] = [await add({ password: 'stays' }), await add()]
    await app.runner.run('smtp.remove', { id: removed, canUndo: false, nextDefault: null })
    expect(inKeychain(removed)).toBeNull()
    expect(passwordState(removed)).toBeUndefined()
    expect(inKeychain(kept)).toBe(item('stays'))
    expect(listedInFile()).toEqual([kept])
  })

  test('of another account is kept', async () => {
    const id = await add()
    const name = nameOf(id)
    await app.session.signOut()
    await signIn(liis)
    await refresh()
    expect(app.keychain.items.get(name)).toBe(item('mailbox-secret'))
    expect(passwordState(id)).toBeUndefined()
    await expect(read(id)).rejects.toMatchObject(missing)
    expect(listedInFile()).toEqual([id])
  })

  test('that could not be removed is reported until it is', async () => {
    const id = await add()
    app.keychain.failure = locked()
    await app.runner.run('smtp.remove', { id, canUndo: false, nextDefault: null })
    expect(app.store.state.passwordRemovalProblem).toBe('The keyring is locked.')
    expect(inKeychain(id)).toBe(item('mailbox-secret'))
    app.keychain.failure = undefined
    await refresh()
    expect(app.store.state.passwordRemovalProblem).toBeNull()
    expect(inKeychain(id)).toBeNull()
    expect(listedInFile()).toEqual([])
  })
})

test('a password that another program removed is shown as not on this computer', async () => {
  const id = await add()
  app.keychain.items.delete(nameOf(id))
  await expect(read(id)).rejects.toMatchObject(missing)
  expect(passwordState(id)).toEqual({ kind: 'elsewhere' })
})
