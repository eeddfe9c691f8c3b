import { expect, test } from 'vitest'
import type { CommandContext } from '../../main/core/command-context'
import { CommandRunner } from '../../main/core/command-runner'
import { Failure } from '../../main/core/failure'
import type { Handlers } from '../../main/core/handlers'

const nobody: CommandContext = { account: null, signal: new AbortController().signal }

/** Handlers that wait until they are told to end, and note what they were called with. */
function waitingHandlers() {
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
    runner: new CommandRunner({ handlers, context: () => nobody, reportDefect: (reason) => defects.push(reason) }),
  }
}

/** Lets everything go on that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test.each([undefined, null, 7, '', 'account.delete', 'toString', '__proto__', {}, ['account.change']])(
  'the name %j is no command',
  async (name) => {
    const { runner, calls } = waitingHandlers()
    expect(await runner.run(name, {})).toMatchObject({ ok: false, error: { code: 'unknown-command' } })
    expect(calls).toEqual([])
  },
)

test('input that does not fit is refused with its field', async () => {
  const { runner, calls } = waitingHandlers()
  expect(await runner.run('account.change', { displayName: '' })).toEqual({
    ok: false,
    error: { code: 'invalid-input', message: 'Enter a name.', field: 'displayName', canRetry: false },
  })
  expect(await runner.run('account.change', {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
  expect(await runner.run('session.signOut', { extra: 1 })).toMatchObject({ error: { code: 'invalid-input' } })
  expect(calls).toEqual([])
})

test('the same command is not run twice while it is running', async () => {
  const { runner, calls } = waitingHandlers()
  const first = runner.run('account.change', { fullPrivacy: true })
  const second = runner.run('account.change', { fullPrivacy: true })
  await settle()
  expect(calls).toHaveLength(1)
  calls[0]?.end()
  expect(await Promise.all([first, second])).toEqual([
    { ok: true, value: undefined },
    { ok: true, value: undefined },
  ])
  void runner.run('account.change', { fullPrivacy: true })
  await settle()
  expect(calls).toHaveLength(2)
})

test('on, off and on again are three changes, made in this order', async () => {
  const { runner, calls } = waitingHandlers()
  for (const fullPrivacy of [true, false, true]) void runner.run('account.change', { fullPrivacy })
  for (const [index, fullPrivacy] of [true, false, true].entries()) {
    await settle()
    expect(calls).toHaveLength(index + 1)
    expect(calls[index]?.input).toEqual({ fullPrivacy })
    calls[index]?.end()
  }
})

test('a failure is a value, and a defect is reported without its text', async () => {
  const { runner, calls, defects } = waitingHandlers()
  const refused = runner.run('account.refresh', {})
  await settle()
  calls[0]?.end(new Failure('refused', 'No.', 'email'))
  expect(await refused).toEqual({
    ok: false,
    error: { code: 'refused', message: 'No.', field: 'email', canRetry: false },
  })

  const broken = runner.run('session.signOut', { forgetMailPasswords: true })
  await settle()
  calls[1]?.end(new Error('password hunter2'))
  expect(JSON.stringify(await broken)).not.toContain('hunter2')
  expect(defects).toHaveLength(1)
})
