import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mailPasswordName } from '../../main/keychain/mail-password-item'
import { seededPeople } from '../fleep-server/accounts'
import { locked } from '../keychain/memory-keychain'
import { type RecordingServer, startRecordingServer } from '../mail/mail-servers'
import { type RunningApp, startApp } from './start-app'

const [liis, marten] = seededPeople
let app: RunningApp
/** Where the password belongs, and another program that waits for it. */
let own: RecordingServer
let attacker: RecordingServer

const secret = 'stored-secret'

beforeEach(async () => {
  app = await startApp()
  own = await startRecordingServer()
  attacker = await startRecordingServer()
  await signIn()
})

afterEach(async () => {
  await app.stop()
  await own.stop()
  await attacker.stop()
})

async function signIn(person = marten): Promise<void> {
  await app.session.signIn(app.fleep.url, person?.email ?? '', person?.password ?? '')
}

const settings = (changes: object = {}) => ({
  address: 'marten@meadow.example',
  host: 'localhost',
  port: own.port,
  encryption: 'none' as 'none' | 'tls',
  username: 'marten',
  ...changes,
})
const onFleep = () => app.fleep.state.accountByLogin('marten')?.smtp ?? []
const location = (id: string) => app.store.state.mailPasswords[id]
const needsPassword = { ok: false, error: expect.objectContaining({ code: 'invalid-input', field: 'password' }) }

async function add(changes: object = {}): Promise<string> {
  const result = await app.runner.run('smtp.add', { ...settings(changes), password: secret })
  if (!result.ok) throw new Error(result.error.message)
  return (result.value as { id: string }).id
}

const checkEntered = (id: string, changes: object = {}) =>
  app.runner.run('smtp.checkEntered', { id, ...settings(changes), password: null })

async function refresh(): Promise<void> {
  expect(await app.runner.run('smtp.refresh', {})).toMatchObject({ ok: true })
  await app.passwords.settled()
}

function itemName(id: string): string {
  return mailPasswordName({ server: app.fleep.url, accountId: app.context.account?.accountId ?? '', smtpId: id })
}

describe('a stored password', () => {
  test('is sent for exactly the settings it was stored with, in any form of the host', async () => {
    const id = await add()
    expect(await checkEntered(id)).toMatchObject({ ok: true })
    expect(await checkEntered(id, { host: ' LOCALHOST' })).toMatchObject({ ok: true })
    expect(own.received).toEqual(Array(2).fill({ username: 'marten', password: secret }))
  })

  test('is not sent to another server, which the page names', async () => {
    const id = await add({ encryption: 'tls', host: 'mail.meadow.example', port: 465 })
    expect(await checkEntered(id, { port: attacker.port })).toEqual(needsPassword)
    expect(attacker.received).toEqual([])
    expect(app.store.state.enteredCheck).toBeNull()
  })

  test('is not sent without encryption if it was stored for another one', async () => {
    const id = await add({ encryption: 'tls' })
    expect(await checkEntered(id)).toEqual(needsPassword)
    expect(own.received).toEqual([])
  })

  test('is not sent to where Fleep’s record leads meanwhile', async () => {
    const id = await add({ encryption: 'tls' })
    Object.assign(onFleep()[0] ?? {}, { smtp_host: '127.0.0.1', smtp_port: attacker.port })
    await refresh()
    expect(await app.runner.run('smtp.check', { id })).toEqual(needsPassword)
    expect(location(id)).toEqual({ kind: 'other-settings' })
    expect(await app.runner.run('smtp.remove', { id, canUndo: true, nextDefault: null })).toEqual(needsPassword)
    expect(onFleep()).toHaveLength(1)
  })

  describe('of a mail server whose port Fleep chooses', () => {
    const withoutPort = { encryption: 'tls', port: null }

    test('is for the usual port of the encryption', async () => {
      const id = await add(withoutPort)
      const { place } = JSON.parse(app.keychain.items.get(itemName(id)) ?? 'null')
      expect(place).toMatchObject({ host: 'localhost', port: 465, encryption: 'tls' })
      // Nothing listens there: the checks had the password, and tried to connect.
      const refused = { error: { code: 'check-failed' } }
      expect(await app.runner.run('smtp.check', { id })).toMatchObject(refused)
      expect(await checkEntered(id, withoutPort)).toMatchObject(refused)
      expect(await checkEntered(id, { encryption: 'tls', port: 465 })).toMatchObject(refused)
      expect(await app.runner.run('smtp.remove', { id, canUndo: true, nextDefault: null })).toMatchObject({ ok: true })
      expect(onFleep()).toEqual([])
      expect(await app.runner.run('smtp.undo', { id })).toMatchObject({ ok: true })
      expect(onFleep()).toMatchObject([{ smtp_port: null, smtp_password: secret }])
    })

    test.each([
      ['another encryption', { ...withoutPort, encryption: 'starttls' }],
      ['no encryption', { ...withoutPort, encryption: 'none' }],
      ['another host', { ...withoutPort, host: '127.0.0.1' }],
      ['another port', () => ({ encryption: 'tls', port: attacker.port })],
    ])('is not sent with %s', async (_name, changes) => {
      const id = await add(withoutPort)
      expect(await checkEntered(id, typeof changes === 'function' ? changes() : changes)).toEqual(needsPassword)
      expect(attacker.received).toEqual([])
    })

    test('is not used where it was stored for another port', async () => {
      const id = await add({ encryption: 'tls' })
      Object.assign(onFleep()[0] ?? {}, { smtp_port: null })
      await refresh()
      expect(await app.runner.run('smtp.check', { id })).toEqual(needsPassword)
      expect(location(id)).toEqual({ kind: 'other-settings' })
    })

    test('is not changed at Fleep without typing it when a port is chosen', async () => {
      const id = await add(withoutPort)
      const chosen = { id, ...settings({ encryption: 'tls', port: 465 }), password: null }
      expect(await app.runner.run('smtp.change', chosen)).toEqual(needsPassword)
    })
  })

  test('that is only in memory is bound as well', async () => {
    app.keychain.failure = locked()
    const id = await add()
    expect(location(id)).toMatchObject({ kind: 'memory-only' })
    expect(await checkEntered(id, { port: attacker.port })).toEqual(needsPassword)
    expect(await checkEntered(id)).toMatchObject({ ok: true })
    expect([own.received.length, attacker.received.length]).toEqual([1, 0])
    app.keychain.failure = undefined
  })

  test('is not sent after the sign-out, and the next account sees nothing of the check', async () => {
    const id = await add()
    let answer: (value: string | null) => void = () => undefined
    const stored = app.keychain.items.get(itemName(id)) ?? ''
    const read = app.keychain.read.bind(app.keychain)
    app.keychain.read = (name) => (name.startsWith(id) ? new Promise((resolve) => (answer = resolve)) : read(name))
    const check = checkEntered(id)
    await expect.poll(() => answer.length).toBe(1)
    await app.session.signOut()
    await signIn(liis)
    const before = app.store.state
    answer(stored)
    expect(await check).toMatchObject({ ok: false })
    await app.passwords.settled()
    app.keychain.read = read
    expect(app.store.state.mailPasswords).toEqual(before.mailPasswords)
    expect(app.store.state.enteredCheck).toBeNull()
    expect(own.received).toEqual([])
  })
})

describe('a password of version 0.1.0, which has no place', () => {
  /** Leaves the item and the file as version 0.1.0 had them, and signs in as after a restart. */
  async function addAsBefore(changes: object = {}): Promise<string> {
    const id = await add({ encryption: 'tls', ...changes })
    app.keychain.items.set(itemName(id), JSON.stringify({ version: 1, password: secret }))
    const before = app.knownSession.read().mailPasswords.map(({ hasPlace: _has, ...key }) => key)
    await app.session.signOut()
    app.knownSession.write({ mailPasswords: before })
    await signIn()
    return id
  }
  const item = (id: string) => JSON.parse(app.keychain.items.get(itemName(id)) ?? 'null')

  test('gets the place that Fleep’s list has at the first refresh, and no other later', async () => {
    const id = await addAsBefore()
    await refresh()
    const place = {
      address: 'marten@meadow.example',
      host: 'localhost',
      port: own.port,
      encryption: 'tls',
      username: 'marten',
    }
    expect(item(id)).toEqual({ version: 1, password: secret, place })
    expect(location(id)).toEqual({ kind: 'stored' })
    Object.assign(onFleep()[0] ?? {}, { smtp_host: '127.0.0.1', smtp_port: attacker.port })
    await refresh()
    expect(item(id).place).toEqual(place)
    expect(await app.runner.run('smtp.check', { id })).toEqual(needsPassword)
  })

  test.each([
    ['encryption', { smtp_connection: null }],
    ['port', { smtp_port: null }],
    ['host', { smtp_host: 'not a host' }],
  ])('is asked for again if Fleep’s list does not say its %s', async (_name, changes) => {
    const id = await addAsBefore()
    const [record] = onFleep()
    const said = { ...record }
    Object.assign(record ?? {}, changes)
    await refresh()
    expect(item(id)).toEqual({ version: 1, password: secret, place: null })
    expect(location(id)).toEqual({ kind: 'other-settings' })
    Object.assign(record ?? {}, said)
    await refresh()
    expect(await checkEntered(id, { encryption: 'tls' })).toEqual(needsPassword)
    expect(await checkEntered(id)).toEqual(needsPassword)
    expect(own.received).toEqual([])
  })

  test('is not used before it has a place', async () => {
    const id = await addAsBefore()
    expect(await checkEntered(id, { port: attacker.port })).toEqual(needsPassword)
    expect(attacker.received).toEqual([])
  })

  test('waits for its place if a refresh is looking it up', async () => {
    const id = await addAsBefore()
    app.keychain.delay = 20
    expect(await app.runner.run('smtp.refresh', {})).toMatchObject({ ok: true })
    const server = onFleep().find(({ smtp_id }) => smtp_id === id)
    expect(server?.smtp_connection).toBe('ssl')
    // The certificate cannot be checked, but the password was there.
    expect(await app.runner.run('smtp.check', { id })).toMatchObject({ error: { code: 'check-failed' } })
  })

  test('gets the place of the first refresh also if the keychain was locked then', async () => {
    const id = await addAsBefore()
    app.keychain.failure = locked()
    await refresh()
    app.keychain.failure = undefined
    Object.assign(onFleep()[0] ?? {}, { smtp_host: '127.0.0.1', smtp_port: attacker.port })
    await app.runner.run('smtp.refresh', {})
    expect(await app.runner.run('smtp.check', { id })).toEqual(needsPassword)
    await app.passwords.settled()
    expect(item(id).place).toMatchObject({ host: 'localhost', port: own.port })
    // Without another refresh, a read gives it its place.
    app.keychain.items.set(itemName(id), JSON.stringify({ version: 1, password: secret }))
    app.knownSession.write({ mailPasswords: [] })
    expect(await checkEntered(id, { encryption: 'tls' })).toMatchObject({ error: { code: 'check-failed' } })
    expect(item(id).place).toMatchObject({ host: 'localhost', port: own.port })
  })

  test('is read for its place only once', async () => {
    const id = await addAsBefore()
    await refresh()
    await app.session.signOut()
    await signIn()
    const reads: string[] = []
    const read = app.keychain.read.bind(app.keychain)
    app.keychain.read = (name) => {
      reads.push(name)
      return read(name)
    }
    await refresh()
    expect(reads).not.toContain(itemName(id))
    expect(location(id)).toEqual({ kind: 'stored' })
  })
})
