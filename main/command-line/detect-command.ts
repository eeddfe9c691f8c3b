/** The first words of the app's own commands; anything else on its command line starts the window. */
export const verbs = [
  'status',
  'get',
  'set',
  'change-password',
  'smtp',
  'avatar',
  'export',
  'lookup',
  'profile',
  'sign-in',
  'sign-out',
  'help',
] as const

/**
 * @param argv the process's arguments: the program, for one started from its sources its folder, and switches
 * @returns the command and what follows it, null where a window is wanted
 */
export function detectCommand(argv: string[]): string[] | null {
  const known = new Set<string>(verbs)
  const at = argv.findIndex((word, index) => {
    if (index === 0) return false
    // Any other word may be a mistyped command, unless it is what a switch before it is set to.
    return known.has(word) || (/^[a-z][a-z-]*$/.test(word) && !/^--?[^=]+$/.test(argv[index - 1] ?? ''))
  })
  if (at >= 0) return argv.slice(at)
  return argv.some((word, index) => index > 0 && (word === '--help' || word === '-h')) ? ['help'] : null
}
