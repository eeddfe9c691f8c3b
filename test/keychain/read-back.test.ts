import { expect, test, vi } from 'vitest'
import { OsKeychain } from '../../main/keychain/keychain'

/** No real keychain does this on purpose, so here stands one that takes what it is given and keeps something else. */
vi.mock('keytar', () => ({
  default: {
    getPassword: async () => 'something else',
    setPassword: async () => undefined,
    deletePassword: async () => true,
  },
}))

test('a keychain that keeps something else than it was given is not believed', async () => {
  const writing = new OsKeychain('Fleep Settings').write('item', 'the secret', () => true)
  await expect(writing).rejects.toMatchObject({ code: 'keychain-unavailable' })
})
