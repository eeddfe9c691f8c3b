import { Command, CommanderError, Option } from 'commander'
import { Failure, isFailure } from '../core/failure'
import { toPrintable } from '../core/single-line'
import { text } from '../core/text'
import { parseServerAddress } from '../fleep/server-address'
import type { Cli } from './cli'
import { cliCommandGroups, cliCommands } from './commands'
import { commonOptions } from './common-options'
import type { CliCommand, CommonOptions, OptionDeclarations } from './define-command'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes'
import { formatJsonFailure, formatJsonResult } from './json-output'
import { ProgressLine } from './progress-line'
import { usageError } from './usage-errors'
import { withoutShortcuts } from './usual-words'

export interface Streams {
  /** For the result. */
  out(text: string): void
  /** For progress and errors. */
  err(text: string): void
  /** Whether a terminal shows the standard error. */
  isTerminal?: boolean
}

/**
 * Runs one command.
 *
 * @param typed the words without the program's name
 * @returns the exit code
 */
export async function runProgram(typed: string[], cli: Cli, streams: Streams): Promise<ExitCode> {
  const words = withoutShortcuts(typed)
  const isJson = wantsJson(words)
  const showHelp = (print: (text: string) => void) => (help: string) => print(toLines(help.split('\n')).slice(0, -1))
  const writeErr = (printed: string) => {
    if (!isJson) streams.err(printed)
  }
  let exitCode: ExitCode = exitCodes.ok
  const execute: Execute = async (name, command, parsed) => {
    const { server } = parsed.optsWithGlobals<CommonOptions>()
    await cli.prepareSession(command.needsSession, server)
    const progress = new ProgressLine(writeErr, streams.isTerminal)
    const outcome = await command.run(cli, parsed, (line) => progress.show(line)).finally(() => progress.end())
    streams.out(isJson ? formatJsonResult(name, outcome.result) : toLines(await outcome.print()))
    exitCode = outcome.exitCode
  }
  const fail = (failure: Failure) => reportFailure(failure, words, streams)
  try {
    const printHelp = { out: showHelp((help) => streams.out(help)), err: showHelp(writeErr) }
    await createProgram(execute, printHelp).parseAsync(words, { from: 'user' })
    return exitCode
  } catch (reason) {
    if (isFailure(reason)) return fail(reason)
    if (!(reason instanceof CommanderError)) {
      if (isJson) fail(new Failure('internal', text('errors.defect')))
      throw reason
    }
    if (reason.exitCode === 0) return exitCodes.ok
    // For the first word of a group alone, commander has printed the help instead of an error.
    if (reason.code !== 'commander.help') fail(new Failure('invalid-input', usageError(reason)))
    return exitCodes.wrongUse
  } finally {
    await cli.settled()
  }
}

/**
 * Prints why a command failed: as JSON to the standard output if the command has `--json`, otherwise as a sentence to the
 * standard error.
 * @returns the exit code
 */
export function reportFailure(failure: Failure, words: string[], streams: Streams): ExitCode {
  if (wantsJson(words)) streams.out(formatJsonFailure(failure))
  else streams.err(toLines([failure.message]))
  return exitCodeOf(failure)
}

/** @returns the words before `--`, behind which nothing is an option */
function optionsIn(words: string[]): string[] {
  const end = words.indexOf('--')
  return end < 0 ? words : words.slice(0, end)
}

function wantsJson(words: string[]): boolean {
  return optionsIn(words).includes('--json')
}

/** Everything that is printed for people passes here, because others choose some of it: names, messages, topics. */
function toLines(lines: string[]): string {
  return lines.map((line) => `${toPrintable(line)}\n`).join('')
}

type Execute = (name: string, command: CliCommand, parsed: Command) => Promise<void>

function createProgram(execute: Execute, { out, err }: Streams): Command {
  const program = new Command('fleep-settings')
  program.description(text('cli.program'))
  // commander's own titles are in English.
  const titles: Record<string, string> = {
    'Usage:': text('cli.title.usage'),
    'Arguments:': text('cli.title.arguments'),
    'Options:': text('cli.title.options'),
    'Commands:': text('cli.title.commands'),
  }
  program.configureHelp({ styleTitle: (title) => titles[title] ?? title })
  program.helpOption('-h, --help', text('cli.help'))
  program.helpCommand('help [command]', text('cli.helpCommand'))
  // For the help: the word itself becomes a command before this program reads it.
  program.option('--version', text('cli.version'))
  addCommonOptions(program)
  program.exitOverride()
  // Errors are printed by runProgram, in the app's language.
  program.configureOutput({ writeOut: out, writeErr: err, outputError: () => undefined })
  // commander copies these settings to each command that is added from here on.
  for (const [name, command] of Object.entries(cliCommands)) addCommand(program, name, command, execute)
  return program
}

function addCommand(program: Command, name: string, command: CliCommand, execute: Execute): void {
  const parsed = parentOf(program, name).command(name.replace(/^.* /, ''))
  parsed.description(text(command.description))
  for (const argument of command.arguments) parsed.argument(argument)
  addCommonOptions(parsed)
  addOptions(parsed, command.options)
  parsed.addHelpText('after', `\n${text('cli.title.example')}\n  fleep-settings ${command.example}`)
  parsed.action(() => execute(name, command, parsed))
}

function addOptions(command: Command, options: OptionDeclarations): void {
  for (const [flags, { description, default: value, isRepeatable }] of Object.entries(options)) {
    const option = new Option(flags, text(description)).default(value)
    if (isRepeatable) option.argParser<string[] | undefined>((typed, before = []) => [...before, typed])
    command.addOption(option)
  }
}

/** They stand before a command, or behind it. The app reads `--authorities` at its start, and Electron the hidden one. */
function addCommonOptions(command: Command): void {
  addOptions(command, commonOptions)
  const server = command.options.find((option) => option.long === '--server')
  server?.argParser((typed) => parseServerAddress(typed))
  command.addOption(new Option('--user-data-dir <folder>').hideHelp())
}

/** @returns the group that the command belongs to, or the program itself */
function parentOf(program: Command, name: string): Command {
  const found = Object.entries(cliCommandGroups).find(([group]) => name.startsWith(`${group} `))
  if (!found) return program
  const [group, description] = found
  const known = program.commands.find((command) => command.name() === group)
  return known ?? program.command(group).description(text(description))
}
