import { expect, test } from 'vitest'
import type { CommandContext } from '../../main/core/command-context'
import { CommandRunner } from '../../main/core/command-runner'
import { Failure } from '../../main/core/failure'
import type { Handlers } from '../../main/core/handlers'

const signedOutContext: CommandContext = { account: null, signal: new AbortController().signal }

/** Handlers that record their calls and return once the test ends a call. */
function recordingHandlers() {
  const calls: { name: string; input: unknown; end(reason?: unknown): void }[] = []
  const handlers = new Proxy({} as Handlers, {
    get: (_target, name: string) => (_context: CommandContext, input: unknown) =>
      new Promise<void>((resolve, reject) => {
        calls.push({ name, input, end: (reason) => (reason === undefined ? resolve() : reject(reason)) })
      }),
  })
  const defects: unknown[] = []
  return {
    calls,
    defects,
    runner: new CommandRunner({
      handlers,
      context: () => signedOutContext,
      reportDefect: (reason) => defects.push(reason),
    }),
  }
}

/** Lets all pending promise callbacks run. */
const flushPromises = () => new Promise((resolve) => setImmediate(resolve))

test.each([undefined, null, 7, '', 'account.delete', 'toString', '__proto__', {}, ['account.change']])(
  'the name %j is refused as an unknown command',
  async (name) => {
    const { runner, calls } = recordingHandlers()
    expect(await runner.run(name, {})).toMatchObject({ ok: false, error: { code: 'unknown-command' } })
    expect(calls).toEqual([])
  },
)

test('invalid input is refused, with the name of the field', async () => {
  const { runner, calls } = recordingHandlers()
  expect(await runner.run('account.change', { displayName: '' })).toEqual({
    ok: false,
    error: { code: 'invalid-input', message: 'Enter a name.', field: 'displayName', canRetry: false },
  })
  expect(await runner.run('account.change', {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
  expect(await runner.run('session.signOut', { extra: 1 })).toMatchObject({ error: { code: 'invalid-input' } })
  expect(calls).toEqual([])
})

test('a command that is already running with the same input is not run again', async () => {
  const { runner, calls } = recordingHandlers()
  const first = runner.run('account.change', { fullPrivacy: true })
  const second = runner.run('account.change', { fullPrivacy: true })
  await flushPromises()
  expect(calls).toHaveLength(1)
  calls[0]?.end()
  expect(await Promise.all([first, second])).toEqual([
    { ok: true, value: undefined },
    { ok: true, value: undefined },
  ])
  void runner.run('account.change', { fullPrivacy: true })
  await flushPromises()
  expect(calls).toHaveLength(2)
})

test('changes of one setting run one after another, in the order they were made', async () => {
  const { runner, calls } = recordingHandlers()
  for (const fullPrivacy of [true, false, true]) void runner.run('account.change', { fullPrivacy })
  for (const [index, fullPrivacy] of [true, false, true].entries()) {
    await flushPromises()
    expect(calls).toHaveLength(index + 1)
    expect(calls[index]?.input).toEqual({ fullPrivacy })
    calls[index]?.end()
  }
})

test('a failure is returned as a value, and an unexpected error is reported without its text', async () => {
  const { runner, calls, defects } = recordingHandlers()
  const refused = runner.run('account.refresh', {})
  await flushPromises()
  calls[0]?.end(new Failure('refused', 'No.', 'email'))
  expect(await refused).toEqual({
    ok: false,
    error: { code: 'refused', message: 'No.', field: 'email', canRetry: false },
  })

  const broken = runner.run('session.signOut', { forgetMailPasswords: true })
  await flushPromises()
  calls[1]?.end(new Error('password hunter2'))
  expect(JSON.stringify(await broken)).not.toContain('hunter2')
  expect(defects).toHaveLength(1)
})
