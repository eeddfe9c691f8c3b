import { z } from 'zod'
import type { Failure } from '../core/failure'
import { commandNames } from './command-names'
import { cliCommands } from './commands'

const failed = z.strictObject({
  ok: z.literal(false),
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    canRetry: z.boolean(),
  }),
})

/** What `--json` prints, as one object on one line. docs/command-line.schema.json is made from it. */
export const jsonOutput = z.union([
  ...commandNames.map((name) =>
    z.strictObject({ ok: z.literal(true), command: z.literal(name), result: cliCommands[name].result }),
  ),
  failed,
])

export function formatJsonResult(command: string, result: object): string {
  return `${JSON.stringify({ ok: true, command, result })}\n`
}

export function formatJsonFailure(failure: Failure): string {
  return `${JSON.stringify({ ok: false, error: failure.toCommandError() })}\n`
}
