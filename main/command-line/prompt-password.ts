import { text as textOf } from 'node:stream/consumers'
import { read } from 'read'

/** The lines of the standard input that are not used yet; undefined until it is read. */
let lines: string[] | undefined

/**
 * Reads a password: from the terminal without showing it, or the next line of a piped standard input. Passwords are never
 * arguments, because other processes can read those.
 *
 * @param prompt without a colon
 * @returns an empty string when the input has no more lines
 */
export async function promptPassword(prompt: string): Promise<string> {
  if (process.stdin.isTTY) return read({ prompt: `${prompt}: `, silent: true, output: process.stderr })
  lines ??= (await textOf(process.stdin)).split(/\r?\n/)
  return lines.shift() ?? ''
}
