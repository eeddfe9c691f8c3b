import { version } from '../../../package.json'
import type { PlainKey } from '../../../texts/format'
import { text } from '../../core/text'
import { commonOptions } from '../common-options'
import type { CliCommand, Completion, OptionDeclarations } from '../define-command'

/** An option, as it is written. */
export interface OptionDescription {
  /** Such as `--port`. */
  name: string
  /** What stands for its value in the help; null if it takes none. */
  value: string | null
  description: string
  completion: Completion | null
}

export interface CommandDescription {
  /** One word or two. */
  name: string
  /** Its arguments, as the help writes them. */
  arguments: readonly string[]
  description: string
  example: string
  /** What completes its arguments. */
  completion: Completion | null
  /** Without the common ones. */
  options: OptionDescription[]
}

/** All that completions and the manual page tell, in the app's language. */
export interface ProgramDescription {
  version: string
  description: string
  groups: { name: string; description: string }[]
  commands: CommandDescription[]
  commonOptions: OptionDescription[]
  /** Those that stand without a command. */
  programOptions: OptionDescription[]
}

/** All commands and groups, as declared. */
export interface CommandTable {
  commands: Readonly<Record<string, CliCommand>>
  groups: Readonly<Record<string, PlainKey>>
}

/** Describes the commands from their declarations. */
export function describeProgram({ commands, groups }: CommandTable): ProgramDescription {
  return {
    version,
    description: text('cli.program'),
    groups: Object.entries(groups).map(([name, key]) => ({ name, description: text(key) })),
    commands: Object.entries(commands).map(([name, command]) => ({
      name,
      arguments: command.arguments,
      description: text(command.description),
      example: command.example,
      completion: command.completion,
      options: describeOptions(command.options),
    })),
    commonOptions: [...describeOptions(commonOptions), flag('--help', 'cli.help')],
    programOptions: [flag('--version', 'cli.version')],
  }
}

function describeOptions(options: OptionDeclarations): OptionDescription[] {
  return Object.entries(options).map(([flags, { description, completion = null }]) => {
    const [, name = flags, value = null] = /^(\S+)(?: <(.+)>)?$/.exec(flags) ?? []
    return { name, value, description: text(description), completion }
  })
}

function flag(name: string, description: PlainKey): OptionDescription {
  return { name, value: null, description: text(description), completion: null }
}

/** @returns the options of all commands that take a value: everywhere, because a shell skips the value before it knows the command */
export function optionsWithValue({ commands, commonOptions: common }: ProgramDescription): string[] {
  const all = [...common, ...commands.flatMap(({ options }) => options)]
  return [...new Set(all.filter(({ value }) => value !== null).map(({ name }) => name))]
}

/** A word that can follow, with what it means. */
export interface NextWord {
  word: string
  description: string
}

/**
 * @param group the first word of commands that have two; empty for the start
 * @returns the commands and groups that can follow
 */
export function nextWords({ commands, groups }: ProgramDescription, group: string): NextWord[] {
  if (group !== '') {
    const own = commands.filter(({ name }) => name.startsWith(`${group} `))
    return own.map(({ name, description }) => ({ word: name.slice(group.length + 1), description }))
  }
  const single = commands.filter(({ name }) => !name.includes(' '))
  const words = single.map(({ name, description }) => ({ word: name, description }))
  return [...words, ...groups.map(({ name, description }) => ({ word: name, description }))]
}
