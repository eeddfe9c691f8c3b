import { LineReader } from './line-reader'

let lines: LineReader | undefined

/**
 * Reads the next line of a piped standard input. All prompts of a command share the input.
 * @returns null at its end
 * @throws Failure `invalid-input` for a line that is too long
 */
export function nextPipedLine(): Promise<string | null> {
  lines ??= new LineReader(process.stdin)
  return lines.next()
}
