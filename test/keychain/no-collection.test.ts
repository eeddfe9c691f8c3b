import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { OsKeychain } from '../../main/keychain/keychain'
import { Prompter } from './prompter'
import { SecretService } from './secret-service'

describe.runIf(process.platform === 'linux')('a Secret Service without a collection for new items', () => {
  const keychain = new OsKeychain('Fleep Settings test')
  let keyring: SecretService
  let prompter: Prompter

  beforeAll(async () => {
    keyring = await SecretService.start({ empty: true })
    for (const [name, value] of Object.entries(keyring.env)) vi.stubEnv(name, value)
    prompter = await Prompter.start(keyring.address, SecretService.password)
  })
  afterAll(async () => {
    await prompter.stop()
    await keyring.stop()
  })

  test('nothing is there, without a question; the first write creates it', async () => {
    prompter.otherwise = 'cancel'
    expect(await keychain.read('a')).toBeNull()
    await keychain.remove('a')
    expect(await keychain.findExisting(['a'])).toEqual(new Set())
    expect(prompter.shown).toBe(0)
    await expect(keychain.write('a', 'secret', () => true)).rejects.toMatchObject({
      code: 'keychain-denied',
      message: 'The keyring doesn’t exist yet, and it wasn’t created.',
    })
    expect(prompter.shown).toBe(1)
    prompter.otherwise = 'accept'
    await keychain.write('a', 'secret', () => true)
    expect(await keychain.read('a')).toBe('secret')
  })
})
