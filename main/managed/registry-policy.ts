import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '../core/failure'
import { text } from '../core/text'

const run = promisify(execFile)

/** Only an administrator can change it, by Group Policy or by hand. */
export const policyKey = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Fleep Settings'

/** In milliseconds. */
const timeLimit = 5000

/**
 * Reads the values of the policy key with the system's program, because Node cannot read the registry.
 * @returns the values by name; null if there is no such key
 * @throws Failure `refused` with a sentence that names the key
 */
export async function readRegistryPolicy(program = registryProgram()): Promise<Record<string, string> | null> {
  try {
    const options = { timeout: timeLimit, windowsHide: true, maxBuffer: 64 * 1024 }
    const { stdout } = await run(program, ['query', policyKey, '/reg:64'], options)
    return parseRegistryValues(stdout)
  } catch (reason) {
    // With 1, the program ends for a key that does not exist.
    if ((reason as { code?: unknown }).code === 1) return null
    throw new Failure('refused', text('managed.unreadable', { file: policyKey }))
  }
}

/** Not by its name alone: the folder of the app, and the user's PATH, come before the system's. */
function registryProgram(): string {
  return join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'reg.exe')
}

/**
 * @param printed by `reg query`: a line for the key, and for each value a line such as `    server    REG_SZ    https://fleep.example`.
 *   Source: Microsoft's documentation of reg query
 */
export function parseRegistryValues(printed: string): Record<string, string> {
  const lines = printed.split(/\r?\n/).map((line) => /^ {4}(.+?) {4}(REG_\w+) {4}(.*)$/.exec(line))
  return Object.fromEntries(lines.flatMap((line) => (line ? [[line[1] ?? '', (line[3] ?? '').trim()]] : [])))
}
