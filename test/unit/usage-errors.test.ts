import { expect, test } from 'vitest'
import type { Cli } from '../../main/command-line/cli'
import { commandNames } from '../../main/command-line/command-names'
import { runProgram } from '../../main/command-line/program'
import { Failure } from '../../main/core/failure'

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
  [['help', 'statsu'], 'Unknown command: statsu. Did you mean status?\n'],
  [['help', 'smtp', 'lst'], 'Unknown command: lst. Did you mean list?\n'],
  [['statsu', '--help'], 'Unknown command: statsu. Did you mean status?\n'],
  [['SMTP', 'list', '-h'], 'Unknown command: SMTP.\n'],
  [['Status'], 'Unknown command: Status. Did you mean status?\n'],
  [['--sever=fleep.example', 'sign-in', 'ann'], 'Unknown option: --sever=fleep.example.\n'],
  [['--to', 'folder', 'export'], 'Unknown option: --to.\n'],
  [['--server'], 'Missing value for --server <address>.\n'],
  [['--server=', 'sign-in', 'ann'], 'This isn’t a server address. Write it like https://fleep.io\n'],
])('%j is refused with a message', async (words, err) => {
  expect(await run(...words)).toEqual({ exitCode: 2, out: '', err })
})

test('options count before the command as they do behind it', async () => {
  for (const words of [
    ['--server', 'https://one.example', 'status'],
    ['--server=https://one.example', 'smtp', 'list'],
    ['smtp', '--server', 'https://one.example', 'list'],
    ['status', '--server=https://one.example', '--user-data-dir=x'],
    ['--user-data-dir', 'x', '--server=https://one.example', 'status'],
  ]) {
    const servers: (string | undefined)[] = []
    const restore = async (server?: string) => {
      servers.push(server)
      throw new Failure('offline', 'No network.')
    }
    const cli = {
      ...unusedCli,
      prepareSession: (_needed: unknown, server?: string) => restore(server),
    } as unknown as Cli
    const exitCode = await runProgram(words, cli, { out: () => undefined, err: () => undefined })
    expect([words, exitCode, servers]).toEqual([words, 5, ['https://one.example']])
  }
  const { out, err } = await run('--json', 'statsu')
  expect([JSON.parse(out).ok, err]).toEqual([false, ''])
})

test('--json prints the same message as JSON', async () => {
  const { out, err, exitCode } = await run('smtp', 'add', '--json')
  const error = { code: 'invalid-input', message: 'Missing argument: address.' }
  expect([exitCode, err, JSON.parse(out)]).toMatchObject([2, '', { ok: false, error }])
})

test('a command without its subcommand lists the subcommands', async () => {
  expect((await run('smtp')).err).toContain('add [options] <address>')
})

test('help COMMAND and COMMAND --help print the same, with an example', async () => {
  for (const name of commandNames) {
    const words = name.split(' ')
    const help = await run('help', ...words)
    expect([name, help.exitCode, help.err]).toEqual([name, 0, ''])
    expect(await run(...words, '--help')).toEqual(help)
    expect(help.out).toContain(`Example:\n  fleep-settings ${name === 'version' ? '--version' : name}`)
  }
  expect((await run('help', 'smtp')).out).toContain('add [options] <address>')
  expect((await run('set', 'name=x', '--help')).out).toContain('<name=value...>')
})
