import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { OsKeychain } from '../../main/keychain/keychain'
import { AskingService } from './asking-service'
import { SecretService } from './secret-service'

const serviceName = 'Fleep Settings test'
const denied = { code: 'keychain-denied' }

describe.runIf(process.platform === 'linux')('a Secret Service that asks about each item', () => {
  const keychain = new OsKeychain(serviceName)
  let bus: SecretService
  let service: AskingService

  beforeAll(async () => {
    bus = await SecretService.start({ service: false })
    for (const [name, value] of Object.entries(bus.env)) vi.stubEnv(name, value)
    service = await AskingService.start(bus.address)
  })
  beforeEach(async () => {
    Object.assign(service, { answer: 'allow', confirmsOwn: false, asked: 0 })
    await keychain.remove('a')
    expect(service.secrets).toEqual([])
    service.asked = 0
  })
  afterAll(async () => {
    await service.stop()
    await bus.stop()
  })

  test('a program that may use its own item is never asked', async () => {
    await keychain.write('a', 'secret', () => true)
    expect(await keychain.read('a')).toBe('secret')
    expect(await keychain.findExisting(['a', 'b'])).toEqual(new Set(['a']))
    await keychain.remove('a')
    expect(await keychain.read('a')).toBeNull()
    expect(service.asked).toBe(0)
  })

  test('a refused question is "denied", never "no such item", and is asked once', async () => {
    await keychain.write('a', 'secret', () => true)
    service.forget()
    service.answer = 'refuse'
    await expect(keychain.read('a')).rejects.toMatchObject(denied)
    expect(service.asked).toBe(1)
    await expect(keychain.remove('a')).rejects.toMatchObject(denied)
    await expect(keychain.write('a', 'other', () => true)).rejects.toMatchObject(denied)
    expect(service.secrets).toEqual(['secret'])
    service.answer = 'allow'
    service.asked = 0
    expect(await keychain.read('a')).toBe('secret')
    expect(service.asked).toBe(1)
  })

  test('a write whose confirmation was refused says that the entry is stored', async () => {
    Object.assign(service, { confirmsOwn: true, answer: 'refuse' })
    await expect(keychain.write('a', 'secret', () => true)).rejects.toMatchObject({
      ...denied,
      message: 'The keyring stored the entry, but didn’t allow the app to read it. The app will ask for it again.',
    })
    expect(service.secrets).toEqual(['secret'])
  })

  test('an item that another program removes during a read or a removal is missing, and no failure', async () => {
    // The first two searches are the app's own, the third is keytar's.
    for (const searches of [1, 2, 3]) {
      for (const use of [() => keychain.read('a'), () => keychain.remove('a')]) {
        await keychain.write('a', 'secret', () => true)
        service.searchesUntilRemoved = searches
        expect(await use()).toBeFalsy()
        expect(service.secrets).toEqual([])
      }
    }
  })

  test('a question that nobody answers does not keep the process from ending', async () => {
    await keychain.write('a', 'secret', () => true)
    service.answer = 'ignore'
    const script = fileURLToPath(new URL('./read-and-exit.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script, serviceName, 'a'], { stdio: 'inherit' })
    const [code, signal] = await once(child, 'exit')
    expect(service.asked).toBe(1)
    expect(signal ?? code).toBe('SIGKILL')
  })
})
