import { z } from 'zod'
import { version } from '../../../package.json'
import { type CliCommands, defineCommand } from '../define-command'
import { oneOf } from '../one-of'
import type { CommandTable } from '../shell/describe-program'
import { shellNames } from '../shell/shell-names'

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
        const shell = oneOf(typed, shellNames, 'shell')
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
