import { expect, test, vi } from 'vitest'
import { OsKeychain } from '../../main/keychain/keychain'

/** A keychain that accepts a secret and stores another one. No real one does this on request. */
vi.mock('keytar', () => ({
  default: {
    getPassword: async () => 'something else',
    setPassword: async () => undefined,
    deletePassword: async () => true,
  },
}))

test('write fails if the keychain returns another secret afterwards', async () => {
  const result = new OsKeychain('Fleep Settings').write('item', 'the secret', () => true)
  await expect(result).rejects.toMatchObject({ code: 'keychain-unavailable' })
})
