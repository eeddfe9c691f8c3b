import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'
import { jsonOutput } from '../../../main/command-line/json-output'
import type { Computer } from './computer'

export interface CommandOutput {
  exitCode: number | null
  stdout: string
  stderr: string
}

/** Runs the app as a command. @param input lines for standard input, such as passwords */
export async function runCommand(computer: Computer, args: string[], input: string[] = []): Promise<CommandOutput> {
  const allArgs = [...computer.baseArguments, ...args]
  const child = spawn(computer.program, allArgs, { env: computer.env, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input.map((line) => `${line}\n`).join(''))
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  computer.secretSearch?.output.push(stdout, stderr)
  return { exitCode, stdout, stderr }
}

/** Runs a command with --json. @throws unless it prints JSON that matches the schema */
export async function runForJson(
  computer: Computer,
  args: string[],
  input: string[] = [],
): Promise<{ exitCode: number | null; output: z.infer<typeof jsonOutput>; result: Record<string, unknown> }> {
  const { exitCode, stdout, stderr } = await runCommand(computer, [...args, '--json'], input)
  if (!stdout) throw new Error(`the command printed nothing: ${stderr}`)
  const output = jsonOutput.parse(JSON.parse(stdout))
  return { exitCode, output, result: 'result' in output ? (output.result as Record<string, unknown>) : {} }
}
