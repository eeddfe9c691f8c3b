import { lookup } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { sessionBus } from '@jellybrick/dbus-next'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { OsKeychain } from '../../main/keychain/keychain'
import { Prompter } from './prompter'
import { SecretService } from './secret-service'

const service = 'Fleep Settings test'
const locked = { code: 'keychain-locked' }
const noAnswer = { code: 'keychain-no-answer' }

describe.runIf(process.platform === 'linux')('prompts of a real Secret Service', () => {
  const keychain = new OsKeychain(service)
  /** Gives up soon, as the app does after 45 seconds. */
  const impatient = new OsKeychain(service, 300)
  let keyring: SecretService
  let prompter: Prompter

  // libsecret keeps one connection per process, so all tests share one bus.
  beforeAll(async () => {
    keyring = await SecretService.start()
    for (const [name, value] of Object.entries(keyring.env)) vi.stubEnv(name, value)
    prompter = await Prompter.start(keyring.address, SecretService.password)
  })
  beforeEach(async () => {
    await keyring.unlock()
    await keychain.write('a', 'secret of a', () => true)
    Object.assign(prompter, { answers: [], otherwise: 'cancel', shown: 0 })
    await keyring.lock()
  })
  afterEach(async () => {
    prompter.answerOpen('cancel')
    await keyring.unlock()
    for (const account of ['a', 'b', 'c']) await keychain.remove(account)
  })
  afterAll(async () => {
    await prompter.stop()
    await keyring.stop()
  })

  test('a cancelled prompt is never read as "no such item", and is not shown twice', async () => {
    await expect(keychain.read('a')).rejects.toMatchObject(locked)
    expect(prompter.shown).toBe(1)
    await expect(keychain.read('b')).rejects.toMatchObject(locked)
    prompter.otherwise = 'accept'
    expect(await keychain.read('a')).toBe('secret of a')
    expect(await keychain.read('b')).toBeNull()
  })

  test('a removal that was cancelled leaves the item and says so', async () => {
    await expect(keychain.remove('a')).rejects.toMatchObject(locked)
    expect(await keychain.findExisting(['a'])).toEqual(new Set(['a']))
    prompter.otherwise = 'accept'
    await keychain.remove('a')
    expect(await keychain.findExisting(['a'])).toEqual(new Set())
    expect(await keyring.secretsOf(service)).toEqual([])
  })

  test('a write that was cancelled leaves the item and says so', async () => {
    await expect(keychain.write('a', 'new', () => true)).rejects.toMatchObject(locked)
    await expect(keychain.write('b', 'new', () => true)).rejects.toMatchObject(locked)
    prompter.otherwise = 'accept'
    expect(await keychain.read('a')).toBe('secret of a')
    expect(await keychain.read('b')).toBeNull()
  })

  test('what exists is found without a prompt', async () => {
    expect(await keychain.findExisting(['a'])).toEqual(new Set(['a']))
    // Whether it exists is not known while the keyring is locked.
    await expect(keychain.findExisting(['a', 'b'])).rejects.toMatchObject(locked)
    expect(prompter.shown).toBe(0)
  })

  test('reading what is missing writes nothing, many at once and by two processes', async () => {
    await keyring.unlock()
    const writes = await watchWrites(keyring.address)
    const names = ['b', 'c', 'b', 'c', 'b', 'c']
    expect(await Promise.all(names.map((name) => keychain.read(name)))).toEqual(names.map(() => null))
    await Promise.all(names.map((name) => keychain.remove(name)))
    expect(await keychain.findExisting(names)).toEqual(new Set())
    expect(writes()).toBe(0)
    await keychain.write('b', 'secret', () => true)
    await expect.poll(writes).toBe(1)
  })

  test('a prompt that nobody answers is shown once, and does not block files and DNS', async () => {
    prompter.otherwise = 'ignore'
    const tries = Array.from({ length: 12 }, (_none, index) => [
      impatient.read('a'),
      impatient.write('b', `try ${index}`, () => true),
      impatient.remove('c'),
    ]).flat()
    for (const result of await Promise.allSettled(tries)) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.objectContaining(noAnswer) })
    }
    expect(prompter.shown).toBe(1)
    expect(prompter.openCount).toBe(1)
    expect((await lookup('localhost')).address).toMatch(/127|::1/)
    expect(await readFile('/proc/self/stat', 'utf8')).toContain(String(process.pid))
    // Nobody was told that it was stored, but nothing is lost: the last change of each item is made.
    prompter.answerOpen('accept')
    expect(await keychain.read('b')).toBe('try 11')
    expect(prompter.shown).toBe(1)
  })

  test('a removal behind a forgotten prompt comes after the write before it', async () => {
    prompter.otherwise = 'ignore'
    await expect(impatient.write('b', 'secret', () => true)).rejects.toMatchObject(noAnswer)
    await expect(impatient.remove('b')).rejects.toMatchObject(noAnswer)
    prompter.answerOpen('accept')
    expect(await keychain.read('b')).toBeNull()
    expect(await keyring.secretsOf(service)).toEqual(['secret of a'])
  })

  test('changes that wait behind a forgotten prompt do not ask again after it is cancelled', async () => {
    prompter.otherwise = 'ignore'
    await expect(impatient.read('a')).rejects.toMatchObject(noAnswer)
    await expect(impatient.write('b', 'secret', () => true)).rejects.toMatchObject(noAnswer)
    await expect(impatient.remove('a')).rejects.toMatchObject(noAnswer)
    const next = keychain.findExisting(['a'])
    prompter.answerOpen('cancel')
    expect(await next).toEqual(new Set(['a']))
    expect(prompter.shown).toBe(1)
  })
})

/** @returns a function that counts the items that were stored since */
async function watchWrites(busAddress: string): Promise<() => number> {
  const bus = sessionBus({ busAddress })
  const secrets = await bus.getProxyObject('org.freedesktop.secrets', '/org/freedesktop/secrets/collection/login')
  let count = 0
  secrets.getInterface('org.freedesktop.Secret.Collection').on('ItemCreated', () => {
    count += 1
  })
  return () => count
}
