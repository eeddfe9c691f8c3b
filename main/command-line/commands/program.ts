import { z } from 'zod'
import { version } from '../../../package.json'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import { type CliCommands, defineCommand } from '../define-command'
import type { CommandTable } from '../shell/describe-program'
import { type ShellName, shellNames } from '../shell/shell-names'

/** About the program itself. @param table all commands, of which these are a part */
export const programCliCommands = (table: () => CommandTable) =>
  ({
    completions: defineCommand({
      description: 'cli.completions',
      example: 'completions bash >> ~/.bashrc',
      arguments: ['<shell>'],
      completion: shellNames,
      result: z.strictObject({ shell: z.enum(shellNames), script: z.string() }),
      needsSession: null,
      async run(_cli, [typed]) {
        const shell = parseShell(typed)
        const { completionScript } = await import('../shell')
        return { shell, script: completionScript(table(), shell) }
      },
      print: ({ script }) => script.trimEnd().split('\n'),
    }),

    version: defineCommand({
      description: 'cli.version',
      example: '--version',
      result: z.strictObject({ version: z.string() }),
      needsSession: null,
      run: async () => ({ version }),
      print: (found) => [`fleep-settings ${found.version}`],
    }),
  }) satisfies CliCommands

/** @throws Failure `invalid-input` for an unknown one */
function parseShell(typed: string): ShellName {
  const found = shellNames.find((shell) => shell === typed)
  if (found) return found
  const values = shellNames.join(', ')
  throw new Failure('invalid-input', text('cli.nameIsOneOf', { name: 'shell', values }), 'shell')
}
