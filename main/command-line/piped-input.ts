import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { LineReader } from './line-reader'

let lines: LineReader | undefined

/**
 * Reads the next line of a piped standard input. All prompts of a command share the input.
 * @param missing the sentence for an input that has no more lines
 * @throws Failure `invalid-input` for such an input, and for a line that is too long
 */
export async function nextPipedLine(missing: string): Promise<string> {
  lines ??= new LineReader(standardInput())
  const line = await lines.next()
  if (line !== null) return line
  const advice = process.platform === 'win32' ? ` ${text('cli.noInputOnWindows')}` : ''
  throw new Failure('invalid-input', missing + advice)
}

/**
 * On Windows, Electron puts an empty stream in the place of `process.stdin`, because a program with a window has no console.
 * A pipe may be there all the same. Source: Electron's lib/common/init.ts.
 * @param descriptor of the input; tests have another
 */
export function standardInput(descriptor = 0): Readable {
  if (process.platform !== 'win32') return process.stdin
  return createReadStream('', { fd: descriptor, autoClose: false })
}
