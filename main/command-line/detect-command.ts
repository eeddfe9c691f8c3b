import { argumentsBeforeLink } from '../core/read-option'

/** The options whose value may be the next argument, without which the window opens. */
const optionsWithValue = new Set(['--server', '--authorities', '--user-data-dir'])

/**
 * Switches that Chromium, Electron and Node read, so that they count although they are not the command's. An unknown option
 * is not among them: a mistyped `--sever=…` must not be left out.
 * Source: Electron's docs/api/command-line-switches.md, and Chromium's switches that start with the same words.
 */
const engineSwitch = new RegExp(
  `^(?:-r|--(?:require|${[
    '(?:auth|disable|enable|experimental|force|gpu|host|ignore|log|ozone|proxy|remote-debugging|trace|use|wayland)-.+',
    'inspect.*|force_.+|headless|in-process-gpu|js-flags|lang|no-sandbox|no-zygote|no-proxy-server|no-stdio-init',
    'no-deprecation|throw-deprecation|password-store|single-process|test-type|disk-cache-size|v|vmodule',
    'dns-result-order|diagnostic-dir|xdg-portal-required-version|user-data-dir',
  ].join('|')}))(?:=.*)?$`,
  's',
)

/**
 * Finds the command: the first word that is neither an option nor an option's value. A word that is no command's name is a
 * mistyped one, so no window opens for it.
 *
 * @param argv the process's arguments: the program, its folder when it runs from the sources, and switches
 * @returns the command with all that was given to it: the options before it, and what follows it. null when the window is
 *   wanted, which is always so for a link
 */
export function detectCommand(argv: string[]): string[] | null {
  const read = argumentsBeforeLink(argv)
  if (read.length < argv.length) return null
  const before: string[] = []
  for (let index = 1; index < read.length; index += 1) {
    const argument = read[index] ?? ''
    const next = read[index + 1]
    if (isOption(argument)) {
      const hasNext = optionsWithValue.has(argument) && next !== undefined && !isOption(next)
      if (!engineSwitch.test(argument)) before.push(argument, ...(hasNext ? [next] : []))
      if (hasNext) index += 1
    } else if (!isPath(argument)) {
      return [...before, ...read.slice(index)]
    }
  }
  if (before.includes('--version')) return before
  return before.some((option) => option === '--help' || option === '-h') ? ['help'] : null
}

function isOption(argument: string): boolean {
  return argument.startsWith('-')
}

/** Whether an argument is the app's folder, or that of a script which Electron loads before it. No command has such a name. */
function isPath(argument: string): boolean {
  return argument === '' || argument.startsWith('.') || /[\\/]/.test(argument)
}
