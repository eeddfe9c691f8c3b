import { commandNames } from './command-names'

/**
 * @param argv the process's arguments: the program, its folder when it runs from the sources, and switches
 * @returns the command and what follows it; null when the window is wanted
 */
export function detectCommand(argv: string[]): string[] | null {
  const firstWords = new Set(['help', ...commandNames.map((name) => name.replace(/ .*/, ''))])
  const at = argv.findIndex((word, index) => {
    if (index === 0) return false
    // Any other word may be a mistyped command, unless it may be the value of the switch before it.
    return firstWords.has(word) || (/^[a-z][a-z-]*$/.test(word) && !/^--?[^=]+$/.test(argv[index - 1] ?? ''))
  })
  if (at >= 0) return argv.slice(at)
  return argv.some((word, index) => index > 0 && (word === '--help' || word === '-h')) ? ['help'] : null
}
