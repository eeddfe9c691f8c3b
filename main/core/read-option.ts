import { appScheme } from './app-scheme'

/**
 * A link of the app among the arguments: its sender may be anybody, and a system that hands it over wrongly breaks it into
 * several arguments. So nothing behind a link is read as a command or an option.
 */
export function isAppLink(argument: string): boolean {
  return argument.toLowerCase().startsWith(`${appScheme}:`)
}

/** @returns the arguments before the first link */
export function argumentsBeforeLink(argv: string[]): string[] {
  const at = argv.findIndex(isAppLink)
  return at < 0 ? argv : argv.slice(0, at)
}

/**
 * @param argv the process's arguments; those behind a link or behind `--` are not read
 * @param name the option without dashes
 * @returns the last value of `--name=value` or `--name value`; undefined if the option is missing or has no value
 */
export function readOption(argv: string[], name: string): string | undefined {
  const option = `--${name}`
  const read = argumentsBeforeLink(argv)
  const end = read.indexOf('--')
  const options = end < 0 ? read : read.slice(0, end)
  let value: string | undefined
  for (const [index, argument] of options.entries()) {
    const next = options[index + 1]
    if (argument.startsWith(`${option}=`)) value = argument.slice(option.length + 1) || undefined
    else if (argument === option) value = next && !next.startsWith('-') ? next : undefined
  }
  return value
}
