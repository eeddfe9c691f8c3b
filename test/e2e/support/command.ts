import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'
import { jsonOutput } from '../../../main/command-line/json-output'
import type { Computer } from './computer'

export interface Ran {
  exitCode: number | null
  out: string
  err: string
}

/** @param input lines for the standard input, such as passwords */
export async function runCommand(computer: Computer, words: string[], input: string[] = []): Promise<Ran> {
  const args = [...computer.firstArguments, ...words]
  const child = spawn(computer.program, args, { env: computer.env, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input.map((line) => `${line}\n`).join(''))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  computer.secretSearch?.printed.push(out, err)
  return { exitCode, out, err }
}

/** The same with --json. @returns what it printed, which must be as the schema in the repository says, and the exit code */
export async function runForJson(
  computer: Computer,
  words: string[],
  input: string[] = [],
): Promise<{ exitCode: number | null; printed: z.infer<typeof jsonOutput>; result: Record<string, unknown> }> {
  const { exitCode, out, err } = await runCommand(computer, [...words, '--json'], input)
  if (!out) throw new Error(`nothing was printed: ${err}`)
  const printed = jsonOutput.parse(JSON.parse(out))
  return { exitCode, printed, result: 'result' in printed ? (printed.result as Record<string, unknown>) : {} }
}
