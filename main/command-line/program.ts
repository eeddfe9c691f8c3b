import { Command, CommanderError } from 'commander'
import { Failure, isFailure } from '../core/failure'
import { text } from '../core/text'
import { parseServerAddress } from '../fleep/server-address'
import * as actions from './actions'
import type { Cli } from './cli'
import { formatText } from './format-text'
import { type CliCommand, exitCodeOf, exitCodes, type Result } from './output'
import { readSettings, setSettings } from './setting-values'
import { usageError } from './usage-errors'

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
    streams.out(isJson ? `${JSON.stringify({ ok: true, command, result })}\n` : formatText(command, result))
  }
  const fail = (failure: Failure): number => {
    if (isJson) streams.out(`${JSON.stringify({ ok: false, error: failure.toCommandError() })}\n`)
    else streams.err(`${failure.message}\n`)
    return exitCodeOf(failure)
  }
  const show = (part: number) => {
    if (!isJson) streams.err(`${text('cli.gathering', { part })}\n`)
  }
  const program = build(cli, answer, show, (code) => {
    exitCode = code
  })
  const settle = (command: Command): void => {
    command.exitOverride()
    command.configureOutput({
      writeOut: streams.out,
      writeErr: (help) => {
        if (!isJson) streams.err(help)
      },
      // Told below, in the language that is spoken.
      outputError: () => undefined,
    })
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
    // Who names only half of a command has been shown the other halves.
    if (reason.code !== 'commander.help') fail(new Failure('invalid-input', usageError(reason)))
    return exitCodes.wrongUse
  } finally {
    await cli.settled()
  }
}

/** commander's own, which it says in English. */
function titles(): Record<string, string> {
  return {
    'Usage:': text('cli.title.usage'),
    'Arguments:': text('cli.title.arguments'),
    'Options:': text('cli.title.options'),
    'Commands:': text('cli.title.commands'),
  }
}

type Answer = <Name extends CliCommand>(command: Name, result: Result<Name>) => void

function build(cli: Cli, answer: Answer, show: (part: number) => void, exitWith: (code: number) => void): Command {
  const program = new Command('fleep-settings')
  program.description(text('cli.program'))
  program.configureHelp({ styleTitle: (title) => titles()[title] ?? title })
  program.helpOption('-h, --help', text('cli.help'))
  program.helpCommand('help [command]', text('cli.helpCommand'))
  const add = (parent: Command, usage: string, what: string) =>
    parent
      .command(usage)
      .description(what)
      .option('--json', text('cli.json'))
      .option('--server <address>', text('cli.server'), parseServer)
  const signedIn =
    <Name extends CliCommand>(name: Name, act: (...words: never[]) => Promise<Result<Name>>) =>
    async (...all: unknown[]) => {
      // commander gives the words first, then the options, then the command itself.
      const options = all.at(-2) as { server?: string }
      await cli.enter(options.server)
      answer(name, await act(...(all.slice(0, -1) as never[])))
    }

  add(program, 'status', text('cli.status')).action(async ({ server }) =>
    answer('status', await actions.status(cli, server)),
  )
  add(program, 'sign-in <email>', text('cli.signIn')).action(async (email: string, { server }) =>
    answer('sign-in', await actions.signIn(cli, email, server)),
  )
  add(program, 'sign-out', text('cli.signOut'))
    .option('--keep-mail-passwords', text('cli.keepMailPasswords'))
    .action(
      signedIn('sign-out', async ({ keepMailPasswords = false }: { keepMailPasswords?: boolean }) => {
        await cli.run('session.signOut', { forgetMailPasswords: !keepMailPasswords })
        return {}
      }),
    )
  add(program, 'get [settings...]', text('cli.get')).action(
    signedIn('get', async (names: string[]) => readSettings(cli.account(), names)),
  )
  add(program, 'set <name=value...>', text('cli.set')).action(
    signedIn('set', (assignments: string[]) => setSettings(cli, assignments)),
  )
  add(program, 'change-password', text('cli.changePassword')).action(
    signedIn('change-password', () => actions.changePassword(cli)),
  )
  addMail(program.command('smtp').description(text('cli.smtp')), {
    cli,
    add,
    signedIn,
    answer,
    exitWith,
  })
  const avatar = program.command('avatar').description(text('cli.avatar'))
  add(avatar, 'upload <file>', text('cli.avatarUpload')).action(
    signedIn('avatar upload', (file: string) => actions.uploadAvatar(cli, file)),
  )
  add(avatar, 'remove', text('cli.avatarRemove')).action(
    signedIn('avatar remove', async () => {
      await cli.run('avatar.remove', {})
      return {}
    }),
  )
  add(program, 'export', text('cli.export'))
    .option('--conversation <topic or id>', text('cli.conversation'))
    .option('--to <folder>', text('cli.to'), '.')
    .action(signedIn('export', (options: actions.ExportOptions) => actions.exportHistory(cli, options, show)))
  const profile = program.command('profile').description(text('cli.profile'))
  add(profile, 'save <file>', text('cli.profileSave')).action(
    signedIn('profile save', (file: string) => actions.saveProfile(cli, file)),
  )
  add(profile, 'apply <file>', text('cli.profileApply'))
    .option('--dry-run', text('cli.dryRun'))
    .action(
      signedIn('profile apply', (file: string, { dryRun = false }: { dryRun?: boolean }) =>
        actions.applyProfile(cli, file, dryRun),
      ),
    )
  add(program, 'lookup <addresses...>', text('cli.lookup')).action(
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
      .option('--host <name>', text('cli.host'))
      .option('--port <number>', text('cli.port'))
      .option('--encryption <kind>', text('cli.encryption'))
      .option('--username <name>', text('cli.username'))
      .option('--no-check', text('cli.noCheck'))
  add(smtp, 'list', text('cli.smtpList')).action(signedIn('smtp list', () => actions.listMailServers(cli)))
  withServer(add(smtp, 'add <address>', text('cli.smtpAdd'))).action(
    signedIn('smtp add', (address: string, options: actions.MailServerOptions) =>
      actions.addMailServer(cli, address, options),
    ),
  )
  withServer(add(smtp, 'change <address>', text('cli.smtpChange')))
    .option('--password', text('cli.password'))
    .action(
      signedIn('smtp change', (address: string, options: actions.MailServerOptions) =>
        actions.changeMailServer(cli, address, options),
      ),
    )
  add(smtp, 'check [addresses...]', text('cli.smtpCheck')).action(async (addresses: string[], { server }) => {
    await cli.enter(server)
    const result = await actions.checkMailServers(cli, addresses)
    if (result.checks.some(({ works }) => !works)) exitWith(exitCodes.checkFailed)
    answer('smtp check', result)
  })
  add(smtp, 'remove <address>', text('cli.smtpRemove')).action(
    signedIn('smtp remove', (address: string) => actions.removeMailServer(cli, address)),
  )
  add(smtp, 'default <address>', text('cli.smtpDefault')).action(
    signedIn('smtp default', (address: string) => actions.makeDefault(cli, address)),
  )
}

function parseServer(typed: string): string {
  return parseServerAddress(typed)
}
