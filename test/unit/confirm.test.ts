import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirm } from '../../main/command-line/confirm'

/** What a terminal sends for the keys that are typed, and what is shown in it. */
function ask(keys: string | null, isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY })
  const output = new PassThrough()
  const answer = confirm('Send it there? (y/N)', { input, output })
  if (keys === null) input.end()
  else input.write(keys)
  return { answer, shown: () => String(output.read() ?? '') }
}

test.each([
  ['y\r', true],
  ['YES\r', true],
  [' jah \r', true],
  ['n\r', false],
  ['\r', false],
  ['yeah\r', false],
])('the answer %j is %s', async (keys, expected) => {
  const { answer, shown } = ask(keys)
  expect(await answer).toBe(expected)
  expect(shown()).toContain('Send it there? (y/N)')
})

test.each([
  ['Ctrl+C', '\u0003'],
  ['Ctrl+D', '\u0004'],
  ['a terminal that is gone', null],
])('%s cancels the command', async (_name, keys) => {
  await expect(ask(keys).answer).rejects.toMatchObject({ code: 'cancelled' })
})

test('without a terminal, nobody agrees and nothing is asked', async () => {
  const { answer, shown } = ask('y\r', false)
  expect(await answer).toBe(false)
  expect(shown()).toBe('')
})
