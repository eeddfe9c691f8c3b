import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withTimeout } from '../../main/core/with-timeout'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const forever = new Promise<never>(() => undefined)
const tooLate = () => {
  throw new Error('too late')
}

test('a promise that settles in time gives its own result, and the timer is cleared', async () => {
  expect(await withTimeout(Promise.resolve('done'), 1000, tooLate)).toBe('done')
  await expect(withTimeout(Promise.reject(new Error('failed')), 1000, tooLate)).rejects.toThrow('failed')
  expect(vi.getTimerCount()).toBe(0)
})

test('after the timeout, the result is what the callback returns or throws', async () => {
  const late = withTimeout(forever, 1000, () => 'late')
  const failed = expect(withTimeout(forever, 1000, tooLate)).rejects.toThrow('too late')
  let isSettled = false
  void late.then(() => {
    isSettled = true
  })
  await vi.advanceTimersByTimeAsync(999)
  expect(isSettled).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await late).toBe('late')
  await failed
})

test('a promise that rejects after the timeout causes no unhandled rejection', async () => {
  let fail: (reason: Error) => void = () => undefined
  const slow = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  const late = withTimeout(slow, 1000, () => 'late')
  await vi.advanceTimersByTimeAsync(1000)
  expect(await late).toBe('late')
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  fail(new Error('at last'))
  vi.useRealTimers()
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})
