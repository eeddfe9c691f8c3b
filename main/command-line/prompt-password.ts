import { text as textOf } from 'node:stream/consumers'
import { read } from 'read'

/** The lines of the standard input that were not asked for yet; undefined until it was read. */
let lines: string[] | undefined

/**
 * A password: from the terminal, unseen, or a line of what is piped in. Never an argument, which every process can see.
 * @param prompt without a colon
 * @returns empty where there is none
 */
export async function promptPassword(prompt: string): Promise<string> {
  if (process.stdin.isTTY) return read({ prompt: `${prompt}: `, silent: true, output: process.stderr })
  lines ??= (await textOf(process.stdin)).split(/\r?\n/)
  return lines.shift() ?? ''
}
