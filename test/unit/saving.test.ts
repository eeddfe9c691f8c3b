import { expect, test } from 'vitest'
import type { CommandResult } from '../../contract'
import { makeChange, resetSaving, saveStatusOf } from '../../renderer/saving'

const failed: CommandResult = { ok: false, error: { code: 'offline', message: 'No network.', canRetry: true } }

test('a failed change can be retried', async () => {
  await makeChange('displayName', { send: async () => failed })
  expect(saveStatusOf('displayName')).toMatchObject({ kind: 'failed', retry: expect.any(Function) })
})

test('a change that ends after signing out shows nothing to the next user', async () => {
  let end: (result: CommandResult) => void = () => undefined
  const change = makeChange('displayName', {
    send: () =>
      new Promise((resolve) => {
        end = resolve
      }),
  })
  resetSaving()
  end(failed)
  await change
  expect(saveStatusOf('displayName')).toEqual({ kind: 'idle' })
})
