import { expect, test } from 'vitest'
import type { Cli } from '../../main/command-line/cli'
import { runProgram } from '../../main/command-line/program'

/** Not used: each of these command lines is refused before its command runs. */
const unusedCli = { settled: async () => undefined } as Cli

async function run(...words: string[]) {
  const out: string[] = []
  const err: string[] = []
  const exitCode = await runProgram(words, unusedCli, { out: (text) => out.push(text), err: (text) => err.push(text) })
  return { exitCode, out: out.join(''), err: err.join('') }
}

test.each([
  [['statsu'], 'Unknown command: statsu. Did you mean status?\n'],
  [['xyz'], 'Unknown command: xyz.\n'],
  [['get', '--jsno'], 'Unknown option: --jsno. Did you mean --json?\n'],
  [['get', '--colour'], 'Unknown option: --colour.\n'],
  [['smtp', 'add'], 'Missing argument: address.\n'],
  [['export', '--conversation'], 'Missing value for --conversation <topic or id>.\n'],
  [['sign-out', 'now'], 'Too many arguments.\n'],
])('%j is refused with a message', async (words, err) => {
  expect(await run(...words)).toEqual({ exitCode: 2, out: '', err })
})

test('--json prints the same message as JSON', async () => {
  const { out, err, exitCode } = await run('smtp', 'add', '--json')
  const error = { code: 'invalid-input', message: 'Missing argument: address.' }
  expect([exitCode, err, JSON.parse(out)]).toMatchObject([2, '', { ok: false, error }])
})

test('a command without its subcommand lists the subcommands', async () => {
  expect((await run('smtp')).err).toContain('add [options] <address>')
})
