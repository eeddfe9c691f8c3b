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
  return toJsonLine({ ok: true, command, result })
}

export function formatJsonFailure(failure: Failure): string {
  return toJsonLine({ ok: false, error: failure.toCommandError() })
}

/** JSON.stringify escapes only ASCII's control characters. The others could change what a terminal shows of the line. */
function toJsonLine(value: object): string {
  const json = JSON.stringify(value).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const units = Array.from({ length: character.length }, (_none, index) => character.charCodeAt(index))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
  return `${json}\n`
}
