import { createInterface } from 'node:readline'
import { Failure } from '../core/failure'
import { toPrintable } from '../core/single-line'
import { text } from '../core/text'
import { nextPipedLine } from './piped-input'

/**
 * Reads a line that may be seen, such as a link: from the terminal, or the next line of a piped standard input. Links and codes
 * of emails give access to an account, and other processes can read arguments.
 *
 * @param prompt without a colon
 * @throws Failure `cancelled` after Ctrl+C or Ctrl+D; `invalid-input` if the piped input has no more lines
 */
export async function promptLine(prompt: string): Promise<string> {
  if (process.stdin.isTTY) return readLine(`${toPrintable(prompt)}: `)
  return nextPipedLine(text('cli.nothingPiped', { what: prompt }))
}

async function readLine(prompt: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: true, historySize: 0 })
  try {
    return await new Promise<string>((resolve, reject) => {
      const cancel = () => reject(new Failure('cancelled', text('cli.notConfirmed')))
      terminal.once('SIGINT', cancel)
      // Ctrl+D, or the terminal is gone.
      terminal.once('close', cancel)
      terminal.question(prompt, resolve)
    })
  } finally {
    terminal.close()
  }
}
