/**
 * @param argv the process's arguments
 * @param name the option without dashes
 * @returns the value of `--name=value` or `--name value`; undefined if the option is missing or has no value
 */
export function readOption(argv: string[], name: string): string | undefined {
  const option = `--${name}`
  for (const [index, argument] of argv.entries()) {
    if (argument.startsWith(`${option}=`)) return argument.slice(option.length + 1) || undefined
    const next = argv[index + 1]
    if (argument === option && next && !next.startsWith('-')) return next
  }
  return undefined
}
