import type { Command } from 'commander'
import type { z } from 'zod'
import type { PlainKey } from '../../texts/format'
import type { Cli, NeedsSession } from './cli'
import type { CliCommandName } from './command-names'
import { type ExitCode, exitCodes } from './exit-codes'

/** One argument, as commander writes it: required, optional, or with `...` before the bracket any number of words. */
type ArgumentName = `<${string}>` | `[${string}]`

/** What a shell completes a value with: one of these words, or a file or folder. It adds no space after a word that ends with `=`. */
export type Completion = readonly string[] | 'file' | 'folder'

interface OptionDeclaration {
  description: PlainKey
  default?: string
  completion?: Completion
  /** Whether it may be given more than once. Its value is a list then. */
  isRepeatable?: true
}

/** By flags as commander writes them: `--name <value>`, `--name` or `--no-name`. */
export type OptionDeclarations = Readonly<Record<`--${string}`, OptionDeclaration>>

type CamelCase<Name> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<CamelCase<Rest>>}` : Name

/** The key under which commander gives an option's value. */
type KeyOf<Flags> = Flags extends `--no-${infer Name}`
  ? CamelCase<Name>
  : Flags extends `--${infer Name} <${string}>`
    ? CamelCase<Name>
    : Flags extends `--${infer Name}`
      ? CamelCase<Name>
      : never

type ValueOf<Flags, Declaration> = Flags extends `--no-${string}`
  ? boolean
  : Flags extends `${string} <${string}>`
    ? Declaration extends { default: string }
      ? string
      : Declaration extends { isRepeatable: true }
        ? string[] | undefined
        : string | undefined
    : true | undefined

/** The values of options, as commander reads them. */
type OptionValues<Options> = { [Flags in keyof Options as KeyOf<Flags>]: ValueOf<Flags, Options[Flags]> }

/** The values of arguments, as commander reads them. */
type ArgumentValues<Arguments extends readonly ArgumentName[]> = {
  -readonly [Index in keyof Arguments]: Arguments[Index] extends `${string}...${'>' | ']'}`
    ? string[]
    : Arguments[Index] extends `[${string}`
      ? string | undefined
      : string
}

/** Options that every command has. */
export interface CommonOptions {
  /** An origin. */
  server: string | undefined
}

/** All about a command but its name. The schema alone decides the result's type, so it is not inferred from the functions. */
interface Declaration<
  Arguments extends readonly ArgumentName[],
  Options extends OptionDeclarations,
  Result extends object,
> {
  description: PlainKey
  arguments?: Arguments
  options?: Options
  /** What a shell offers for its arguments. */
  completion?: Completion
  /** A command line without the program's name, which the help and the manual page show. */
  example: string
  /** What `--json` prints as `result`. */
  result: z.ZodType<Result>
  /**
   * true: fails with `signed-out` unless somebody is signed in. false: restores the session if there is one.
   * 'if-readable': does the same, and runs also if the keychain cannot be read. null: does not touch the session.
   */
  needsSession: NeedsSession
  /**
   * @param showProgress shows a line on the standard error instead of the one before, unless `--json` is given
   * @throws Failure
   */
  run(
    cli: Cli,
    args: ArgumentValues<Arguments>,
    options: OptionValues<Options> & CommonOptions,
    showProgress: (line: string) => void,
  ): Promise<NoInfer<Result>>
  /** @returns the lines that are printed without `--json` */
  print(result: NoInfer<Result>, options: OptionValues<Options> & CommonOptions): string[] | Promise<string[]>
  /** For a command that can have an exit code other than 0 without a failure. */
  exitCode?(result: NoInfer<Result>): ExitCode
}

interface Outcome {
  result: object
  exitCode: ExitCode
  print(): string[] | Promise<string[]>
}

/** A command, without the types of its arguments, options and result. */
export interface CliCommand {
  description: PlainKey
  arguments: readonly ArgumentName[]
  options: OptionDeclarations
  completion: Completion | null
  example: string
  result: z.ZodType
  needsSession: NeedsSession
  /** @param parsed has the values of the arguments and options. @throws Failure */
  run(cli: Cli, parsed: Command, showProgress: (line: string) => void): Promise<Outcome>
}

/** The commands of one file. */
export type CliCommands = Partial<Record<CliCommandName, CliCommand>>

export function defineCommand<
  const Arguments extends readonly ArgumentName[] = readonly [],
  const Options extends OptionDeclarations = Readonly<Record<never, never>>,
  Result extends object = object,
>(declared: Declaration<Arguments, Options, Result>): CliCommand {
  const { description, example, result, needsSession } = declared
  return {
    description,
    example,
    completion: declared.completion ?? null,
    arguments: declared.arguments ?? [],
    options: declared.options ?? {},
    result,
    needsSession,
    async run(cli, parsed, showProgress) {
      // commander reads the arguments as declared, but does not type them.
      const args = parsed.processedArgs as ArgumentValues<Arguments>
      const options = parsed.optsWithGlobals<OptionValues<Options> & CommonOptions>()
      const found = await declared.run(cli, args, options, showProgress)
      return {
        result: found,
        exitCode: declared.exitCode?.(found) ?? exitCodes.ok,
        print: () => declared.print(found, options),
      }
    },
  }
}
