import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { OsKeychain } from '../../main/keychain/keychain'
import { keychainFailure } from '../../main/keychain/keychain-errors'
import {
  assertFitsKeychain,
  mailPasswordName,
  readMailPassword,
  writeMailPassword,
} from '../../main/keychain/mail-password-item'
import { readSession, removeSession, writeSession } from '../../main/keychain/session-item'
import { SecretService } from './secret-service'

const service = 'Fleep Settings test'
const server = 'https://fleep.example'
const account = 'account-1'
const item = `${account} at ${server}`
const session = { ticket: 'a1b2', tokenId: 'c3d4' }

describe.runIf(process.platform === 'linux')('on a real Secret Service', () => {
  const keychain = new OsKeychain(service)
  let keyring: SecretService

  // libsecret keeps one connection per process, so all tests share one bus.
  beforeAll(async () => {
    keyring = await SecretService.start()
    for (const [name, value] of Object.entries(keyring.env)) vi.stubEnv(name, value)
  })
  beforeEach(() => keyring.unlock())
  afterEach(async () => {
    await keyring.unlock()
    await keychain.remove(item)
  })
  afterAll(() => keyring.stop())

  test('a session is stored, read, replaced and removed as one item', async () => {
    expect(await readSession(keychain, server, account)).toBeNull()
    await writeSession(keychain, server, account, session, false)
    expect(await readSession(keychain, server, account)).toEqual(session)
    await writeSession(keychain, server, account, { ...session, ticket: 'e5f6' }, false)
    expect(await keyring.secretsOf(service)).toEqual(['{"version":1,"ticket":"e5f6","tokenId":"c3d4"}'])
    await removeSession(keychain, server, account)
    expect(await keyring.secretsOf(service)).toEqual([])
  })

  test('other programs find the item by service and account', async () => {
    await writeSession(keychain, server, account, session, false)
    expect(await keyring.secretOf(service, item)).toContain('a1b2')
  })

  test('reading, writing and removing fail while the keyring is locked', async () => {
    await writeSession(keychain, server, account, session, false)
    await keyring.lock()
    const locked = expect.objectContaining({ code: 'keychain-locked' })
    await expect(readSession(keychain, server, account)).rejects.toEqual(locked)
    await expect(writeSession(keychain, server, account, { ...session, ticket: 'new' }, false)).rejects.toEqual(locked)
    await expect(removeSession(keychain, server, account)).rejects.toEqual(locked)
    await keyring.unlock()
    expect(await readSession(keychain, server, account)).toEqual(session)
  })

  test.each(['', 'garbage', '{"version":2}', '{"version":1,"ticket":"","tokenId":"x"}'])(
    'an item that contains %j is reported as unreadable and is only overwritten on request',
    async (secret) => {
      await keyring.store(service, item, secret)
      const unreadable = expect.objectContaining({ code: 'keychain-unreadable' })
      await expect(readSession(keychain, server, account)).rejects.toEqual(unreadable)
      await expect(writeSession(keychain, server, account, session, false)).rejects.toEqual(unreadable)
      expect(await keyring.secretOf(service, item)).toBe(secret)
      await writeSession(keychain, server, account, session, true)
      expect(await readSession(keychain, server, account)).toEqual(session)
    },
  )

  test('a mail password has its own item, named by account, server and smtp_id', async () => {
    const key = { server, accountId: account, smtpId: 'smtp-1' }
    const name = mailPasswordName(key)
    // A long password with several scripts, quotes, a backslash, and spaces at both ends.
    const password = ` õ"€漢😀\\${'x'.repeat(2000)} `
    const place = { address: 'a', host: 'mail.meadow.example', port: 465, encryption: 'tls', username: 'a' } as const
    assertFitsKeychain(password, place)
    expect(await keychain.findExisting([name, item])).toEqual(new Set())
    await writeMailPassword(keychain, key, password, place, false)
    expect(await keychain.findExisting([name, item])).toEqual(new Set([name]))
    expect(await readMailPassword(keychain, key, place)).toEqual({ kind: 'usable', password })
    expect(await readMailPassword(keychain, key, { ...place, port: 587 })).toEqual({ kind: 'other-settings' })
    expect(await keyring.secretOf(service, name)).toBe(JSON.stringify({ version: 1, password, place }))
    await keyring.lock()
    await expect(keychain.findExisting([name, item])).rejects.toMatchObject({ code: 'keychain-locked' })
    await keyring.unlock()
    await keychain.remove(name)
    expect(await readMailPassword(keychain, key, place)).toEqual({ kind: 'missing' })
  })

  test('a read fails if the keychain takes too long to answer', async () => {
    await expect(new OsKeychain(service, 0).read(item)).rejects.toMatchObject({ code: 'keychain-no-answer' })
  })
})

test.each([
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain-unavailable'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain-unavailable'],
  ['Could not connect: No such file or directory', 'keychain-unavailable'],
  ['libsecret-1.so.0: cannot open shared object file: No such file or directory', 'keychain-unavailable'],
  ['Cannot create an item in a locked collection', 'keychain-locked'],
  // The collection for new items does not exist, and the user did not create it.
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'keychain-denied'],
  ['Object does not exist at path “/org/freedesktop/secrets/aliases/default”', 'keychain-denied'],
  // The item was removed meanwhile.
  [
    'No such interface “org.freedesktop.Secret.Item” on object at path /org/freedesktop/secrets/collection/login/3',
    'keychain-unavailable',
  ],
  ['The keyring /home/liis/locked/cancelled.keyring is damaged', 'keychain-unavailable'],
  ['Timeout was reached', 'keychain-no-answer'],
  [
    'Did not receive a reply. Possible causes include: the remote application did not send a reply',
    'keychain-no-answer',
  ],
  ['User interaction is not allowed.', 'keychain-locked'],
  ['The prompt was dismissed', 'keychain-denied'],
  ['User canceled the operation.', 'keychain-denied'],
  ['Access is denied.', 'keychain-denied'],
  ['something new', 'keychain-unavailable'],
])('the error "%s" is read as %s', (text, code) => {
  expect(keychainFailure(new Error(text)).code).toBe(code)
})
