import { type CliCommandName, commandNames } from './command-names'

const helpOptions = new Set(['--help', '-h'])

/**
 * Reads what most programs read in the same way: `help COMMAND`, also for a command of two words, and `--version`. The help of
 * a mistyped command is no help, so its name is refused then.
 *
 * @returns words that the commands are declared for
 */
export function withoutShortcuts(words: string[]): string[] {
  const end = words.indexOf('--')
  const read = end < 0 ? words : words.slice(0, end)
  if (read.includes('--version')) return ['version', ...read.filter((word) => word === '--json')]
  const at = words.findIndex((word) => word.startsWith('-'))
  const start = at < 0 ? words : words.slice(0, at)
  const rest = words.slice(start.length)
  if (start[0] === 'help' && start.length > 1) {
    const wanted = start.slice(1)
    return isKnown(wanted) ? [...wanted, '--help'] : [...wanted, ...rest]
  }
  const isMistyped = start.length > 0 && start[0] !== 'help' && !isKnown(start)
  return isMistyped ? words.filter((word) => !helpOptions.has(word)) : words
}

/** Whether the words start with a command's name, or are the first word of commands that have two. */
function isKnown([first = '', second]: string[]): boolean {
  const isName = (name: string) => commandNames.some((known: CliCommandName) => known === name)
  const isGroup = commandNames.some((known) => known.startsWith(`${first} `))
  return isName(first) || (isGroup && (second === undefined || isName(`${first} ${second}`)))
}
