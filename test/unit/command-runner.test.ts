import { describe, expect, test } from 'vitest'
import { commands } from '../../contract'
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

test('a command that was stopped is run again, also while it is still ending', async () => {
  const { runner, calls } = recordingHandlers()
  const board = { conversationId: 'harvest', sectionId: null }
  const first = runner.run('data.readBoard', board)
  await flushPromises()
  void runner.run('data.stopBoard', {})
  const second = runner.run('data.readBoard', board)
  await flushPromises()
  expect(calls.map(({ name }) => name)).toEqual(['data.readBoard', 'data.stopBoard', 'data.readBoard'])
  calls[0]?.end(new Failure('cancelled', 'Stopped.'))
  expect(await first).toMatchObject({ ok: false })
  // The one that has ended is not the one that runs.
  void runner.run('data.readBoard', board)
  await flushPromises()
  expect(calls).toHaveLength(3)
  calls[2]?.end()
  expect(await second).toEqual({ ok: true, value: undefined })
})

test('what a command stops is a command', () => {
  const all: Record<string, { stops?: readonly string[] }> = commands
  const stopped = Object.values(all).flatMap(({ stops = [] }) => stops)
  expect(stopped.filter((name) => !(name in all))).toEqual([])
  expect(stopped.length).toBeGreaterThan(0)
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

describe('no command rejects', () => {
  const nested = (depth: number) => {
    let value: unknown = 1
    for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value }
    return value
  }
  const throwing = new Proxy(
    {},
    {
      get: () => throwError(),
      ownKeys: () => throwError(),
      has: () => throwError(),
      getPrototypeOf: () => throwError(),
    },
  )
  const throwError = (): never => {
    throw new Error('thrown while it is read')
  }
  const cycle: unknown[] = []
  cycle.push(cycle)

  test.each([1000, 1500, 5000, 20_000, 200_000])('whose equal inputs are %i levels deep', async (depth) => {
    const { runner, calls } = recordingHandlers()
    const changed = () => ({ changed: { theme: nested(depth) } })
    const results = [
      runner.run('account.changeClientSettings', changed()),
      runner.run('account.changeClientSettings', changed()),
    ]
    await flushPromises()
    for (let index = 0; index < calls.length; index += 1) {
      calls[index]?.end()
      await flushPromises()
    }
    for (const result of await Promise.all(results)) expect(typeof result.ok).toBe('boolean')
  })

  test.each([
    ['a cycle', cycle],
    ['an input that throws', throwing],
    ['a key that throws', { changed: throwing }],
    ['a getter that throws', Object.defineProperty({}, 'changed', { get: throwError, enumerable: true })],
    ['a function', { changed: { a: () => 1 } }],
    ['a number that is none', { changed: { a: Number.NaN } }],
  ])('with %s as input', async (_name, input) => {
    const { runner, calls } = recordingHandlers()
    expect(await runner.run('account.changeClientSettings', input)).toMatchObject({ ok: false })
    expect(calls).toEqual([])
  })

  test.each([
    ['a function', () => 1],
    ['a promise inside', { later: Promise.resolve() }],
    ['a value that throws', throwing],
    ['a value of 20,000 levels', nested(20_000)],
    ['a symbol', Symbol('a')],
  ])('that answers %s', async (_name, value) => {
    const defects: unknown[] = []
    const handlers = { 'account.refresh': async () => ({ value }) } as unknown as Handlers
    const reportDefect = (reason: unknown) => defects.push(reason)
    const runner = new CommandRunner({ handlers, context: () => signedOutContext, reportDefect })
    expect(await runner.run('account.refresh', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(defects).toHaveLength(1)
  })

  test('when what is told of failures and defects fails itself', async () => {
    const handlers = { 'account.refresh': () => throwError() } as unknown as Handlers
    const options = { handlers, context: () => signedOutContext, reportDefect: throwError, onFailure: throwError }
    const runner = new CommandRunner(options)
    const results = [await runner.run('account.refresh', {}), await runner.run('account.refresh', {})]
    for (const result of results) expect(result).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  test('when nobody knows whose command it is', async () => {
    const runner = new CommandRunner({ handlers: {} as Handlers, context: throwError, reportDefect: () => undefined })
    expect(await runner.run('account.refresh', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  test('when a handler passes on the abortion of its call at sign-out', async () => {
    const signOut = new AbortController()
    const context = { account: null, signal: signOut.signal }
    const abortion = () => new DOMException('This operation was aborted', 'AbortError')
    const defects: unknown[] = []
    const handlers = {
      'data.refresh': async () => {
        signOut.abort(new Failure('signed-out', 'Signed out.'))
        throw abortion()
      },
      'account.refresh': async () => {
        throw abortion()
      },
    } as unknown as Handlers
    const reportDefect = (reason: unknown) => defects.push(reason)
    const runner = new CommandRunner({ handlers, context: () => context, reportDefect })
    const stillSignedIn = runner.run('account.refresh', {})
    expect(await stillSignedIn).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(defects).toHaveLength(1)
    expect(await runner.run('data.refresh', {})).toMatchObject({ ok: false, error: { code: 'signed-out' } })
    expect(defects).toHaveLength(1)
  })
})
