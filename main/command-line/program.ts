import { Command, CommanderError } from 'commander'
import { Failure, isFailure } from '../failure'
import { parseServerAddress } from '../fleep/server-address'
import * as actions from './actions'
import type { Cli } from './cli'
import { type CliCommand, exitCodeOf, exitCodes, type Result } from './output'
import { readSettings, setSettings } from './settings'
import { inWords } from './words-for-people'

export interface Streams {
  /** What was asked for. */
  out(text: string): void
  /** Progress and errors. */
  err(text: string): void
}

/**
 * Runs one command.
 *
 * @param words without the program's name
 * @returns the exit code
 */
export async function runProgram(words: string[], cli: Cli, streams: Streams): Promise<number> {
  const isJson = words.includes('--json')
  let exitCode: number = exitCodes.ok
  const answer = <Name extends CliCommand>(command: Name, result: Result<Name>) => {
    streams.out(isJson ? `${JSON.stringify({ ok: true, command, result })}\n` : inWords(command, result))
  }
  const fail = (failure: Failure): number => {
    if (isJson) streams.out(`${JSON.stringify({ ok: false, error: failure.toCommandError() })}\n`)
    else streams.err(`${failure.message}\n`)
    return exitCodeOf(failure)
  }
  const show = (part: number) => {
    if (!isJson) streams.err(`Fleep gathers the history: ${Math.round(part * 100)} %\n`)
  }
  const program = build(cli, answer, show, (code) => {
    exitCode = code
  })
  const quiet = () => undefined
  const settle = (command: Command): void => {
    command.exitOverride()
    command.configureOutput({ writeOut: streams.out, writeErr: isJson ? quiet : streams.err })
    for (const child of command.commands) settle(child)
  }
  settle(program)
  try {
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (reason) {
    if (isFailure(reason)) return fail(reason)
    if (!(reason instanceof CommanderError)) throw reason
    if (reason.exitCode === 0) return exitCodes.ok
    // Its own sentence stands there already, except for programs.
    if (isJson) fail(new Failure('invalid-input', reason.message.replace(/^error: /, '')))
    return exitCodes.wrongUse
  } finally {
    await cli.settled()
  }
}

type Answer = <Name extends CliCommand>(command: Name, result: Result<Name>) => void

function build(cli: Cli, answer: Answer, show: (part: number) => void, exitWith: (code: number) => void): Command {
  const program = new Command('fleep-settings')
  program.description('The settings of a Fleep account. Without a command, the window opens.')
  program.helpCommand('help [command]', 'how a command is used')
  const add = (parent: Command, usage: string, what: string) =>
    parent
      .command(usage)
      .description(what)
      .option('--json', 'one JSON object, as docs/command-line.schema.json describes it')
      .option('--server <address>', 'another Fleep server than the one of the last sign-in', parseServer)
  const signedIn =
    <Name extends CliCommand>(name: Name, act: (...words: never[]) => Promise<Result<Name>>) =>
    async (...all: unknown[]) => {
      // commander gives the words first, then the options, then the command itself.
      const options = all.at(-2) as { server?: string }
      await cli.enter(options.server)
      answer(name, await act(...(all.slice(0, -1) as never[])))
    }

  add(program, 'status', 'who is signed in, and whether Fleep can be reached').action(async ({ server }) =>
    answer('status', await actions.status(cli, server)),
  )
  add(program, 'sign-in <email>', 'signs in; the password is asked for, or a line of the standard input').action(
    async (email: string, { server }) => answer('sign-in', await actions.signIn(cli, email, server)),
  )
  add(program, 'sign-out', 'signs out')
    .option('--keep-mail-passwords', 'leaves the passwords of mail servers in the keychain')
    .action(
      signedIn('sign-out', async ({ keepMailPasswords = false }: { keepMailPasswords?: boolean }) => {
        await cli.run('session.signOut', { forgetMailPasswords: !keepMailPasswords })
        return {}
      }),
    )
  add(program, 'get [settings...]', 'prints settings, all when none are named').action(
    signedIn('get', async (names: string[]) => readSettings(cli.account(), names)),
  )
  add(program, 'set <name=value...>', 'changes settings, such as email-interval=daily full-privacy=on').action(
    signedIn('set', (assignments: string[]) => setSettings(cli, assignments)),
  )
  add(
    program,
    'change-password',
    'asks for the current and the new password, or two lines of the standard input',
  ).action(signedIn('change-password', () => actions.changePassword(cli)))
  addMail(program.command('smtp').description('the mail servers through which your Fleep mail goes out'), {
    cli,
    add,
    signedIn,
    answer,
    exitWith,
  })
  const avatar = program.command('avatar').description('your picture')
  add(avatar, 'upload <file>', 'a JPEG or PNG, of which the square in the middle is used').action(
    signedIn('avatar upload', (file: string) => actions.uploadAvatar(cli, file)),
  )
  add(avatar, 'remove', 'removes it').action(
    signedIn('avatar remove', async () => {
      await cli.run('avatar.remove', {})
      return {}
    }),
  )
  add(program, 'export', 'exports the history, waits until it is there, and downloads it')
    .option('--conversation <topic or id>', 'of one conversation alone')
    .option('--to <folder>', 'where the files go', '.')
    .action(signedIn('export', (options: actions.ExportOptions) => actions.exportHistory(cli, options, show)))
  const profile = program.command('profile').description('all settings of an account as a file, without secrets')
  add(profile, 'save <file>', 'writes them').action(
    signedIn('profile save', (file: string) => actions.saveProfile(cli, file)),
  )
  add(profile, 'apply <file>', 'makes this account alike; mail servers that want a password are left')
    .option('--dry-run', 'only tells what would change')
    .action(
      signedIn('profile apply', (file: string, { dryRun = false }: { dryRun?: boolean }) =>
        actions.applyProfile(cli, file, dryRun),
      ),
    )
  add(program, 'lookup <addresses...>', 'who of these addresses and Fleep IDs is on Fleep').action(
    signedIn('lookup', (addresses: string[]) => actions.lookUp(cli, addresses)),
  )
  return program
}

interface MailParts {
  cli: Cli
  add(parent: Command, usage: string, what: string): Command
  signedIn<Name extends CliCommand>(
    name: Name,
    act: (...words: never[]) => Promise<Result<Name>>,
  ): (...all: unknown[]) => Promise<void>
  answer: Answer
  exitWith(code: number): void
}

function addMail(smtp: Command, { cli, add, signedIn, answer, exitWith }: MailParts): void {
  const withServer = (command: Command) =>
    command
      .option('--host <name>', 'the server; found from the address when it is not given')
      .option('--port <number>', 'its port')
      .option('--encryption <kind>', 'tls, starttls or none')
      .option('--username <name>', 'when it is not the address')
      .option('--no-check', 'stores it without trying it')
  add(smtp, 'list', 'lists them').action(signedIn('smtp list', () => actions.listMailServers(cli)))
  withServer(add(smtp, 'add <address>', 'tries one, and adds it; the password is asked for')).action(
    signedIn('smtp add', (address: string, options: actions.MailServerOptions) =>
      actions.addMailServer(cli, address, options),
    ),
  )
  withServer(add(smtp, 'change <address>', 'changes what is given'))
    .option('--password', 'asks for another password')
    .action(
      signedIn('smtp change', (address: string, options: actions.MailServerOptions) =>
        actions.changeMailServer(cli, address, options),
      ),
    )
  add(smtp, 'check [addresses...]', 'tries them from this computer, all when none are named').action(
    async (addresses: string[], { server }) => {
      await cli.enter(server)
      const result = await actions.checkMailServers(cli, addresses)
      if (result.checks.some(({ works }) => !works)) exitWith(exitCodes.checkFailed)
      answer('smtp check', result)
    },
  )
  add(smtp, 'remove <address>', 'removes one').action(
    signedIn('smtp remove', (address: string) => actions.removeMailServer(cli, address)),
  )
  add(smtp, 'default <address>', 'makes one the default').action(
    signedIn('smtp default', (address: string) => actions.makeDefault(cli, address)),
  )
}

function parseServer(typed: string): string {
  return parseServerAddress(typed)
}
