import { text } from '../../core/text'
import { exitCodes } from '../exit-codes'
import type { CommandDescription, OptionDescription, ProgramDescription } from './describe-program'

/**
 * In roff, with the macros of man(7).
 * @param date when the page was made, in ISO 8601 format
 */
export function manPage(program: ProgramDescription, date: string): string {
  return [
    `.TH FLEEP-SETTINGS 1 ${date} "Fleep Settings ${roff(program.version)}"`,
    section('cli.man.name', [`fleep\\-settings \\- ${roff(text('cli.man.title'))}`]),
    section('cli.man.synopsis', [
      '.B fleep\\-settings',
      '.RI [ options ]',
      '.I command',
      '.RI [ arguments ]',
      '.br',
      '.B fleep\\-settings help',
      '.RI [ command ]',
    ]),
    section('cli.man.description', [
      ...sentences(text('cli.program'), text('cli.man.intro')),
      '.PP',
      ...sentences(text('cli.man.secrets')),
    ]),
    section('cli.man.commands', program.commands.flatMap(commandLines)),
    section('cli.man.options', [...program.commonOptions, ...program.programOptions].flatMap(optionLines)),
    section('cli.man.exitStatus', exitLines()),
    '',
  ].join('\n')
}

function section(title: Parameters<typeof titleOf>[0], lines: string[]): string {
  return [`.SH "${titleOf(title)}"`, ...lines].join('\n')
}

function titleOf(
  key: `cli.man.${'name' | 'synopsis' | 'description' | 'commands' | 'options' | 'exitStatus'}`,
): string {
  return roff(text(key))
}

function commandLines({
  name,
  arguments: args,
  description,
  completion,
  options,
  example,
}: CommandDescription): string[] {
  const takes = Array.isArray(completion) ? [text('cli.man.takes', { words: completion.join(', ') })] : []
  return [
    `.SS "${[name, ...args].map(roff).join(' ')}"`,
    ...sentences(`${capitalised(description)}.`, ...takes),
    ...options.flatMap(optionLines),
    '.PP',
    roff(text('cli.man.example')),
    '.PP',
    '.nf',
    '.RS 4',
    `fleep\\-settings ${roff(example)}`,
    '.RE',
    '.fi',
  ]
}

function optionLines({ name, value, description }: OptionDescription): string[] {
  const given = value === null ? `.B ${roff(name)}` : `.BI "${roff(name)} " "${roff(`<${value}>`)}"`
  return ['.TP', given, ...sentences(capitalised(`${description}.`))]
}

function exitLines(): string[] {
  return Object.entries(exitCodes).flatMap(([name, code]) => {
    return ['.TP', `.B ${code}`, ...sentences(text(`cli.exit.${name as keyof typeof exitCodes}`))]
  })
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** Each sentence starts a line, and no line is long. roff fills the lines of what it prints itself. */
function sentences(...paragraphs: string[]): string[] {
  const found = paragraphs.flatMap((paragraph) => paragraph.split(/(?<=[.!?]) /))
  return found.flatMap((sentence) => sentence.match(/\S(?:.{0,68}\S)?(?=\s|$)/g) ?? []).map(roff)
}

/** Escapes what roff would read as a command, and keeps `-` as it is typed. */
function roff(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^(?=[.'])/, '\\&')
}
