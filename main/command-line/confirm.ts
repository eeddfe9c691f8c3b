import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { Failure } from '../core/failure'
import { toPrintable } from '../core/single-line'
import { text } from '../core/text'

interface Terminal {
  input: Readable & { isTTY?: boolean }
  output: Writable
}

/**
 * Asks a question in the terminal.
 *
 * @param question that can be answered with yes; may name what others wrote
 * @returns whether the user agrees; false without a terminal, where nobody can
 * @throws Failure `cancelled` after Ctrl+C or Ctrl+D
 */
export async function confirm(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  if (!input.isTTY) return false
  const terminal = createInterface({ input, output, terminal: true, historySize: 0 })
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const cancel = () => reject(new Failure('cancelled', text('cli.notConfirmed')))
      terminal.once('SIGINT', cancel)
      // Ctrl+D, or the terminal is gone.
      terminal.once('close', cancel)
      terminal.question(`${toPrintable(question)} `, resolve)
    })
    return /^(?:y|yes|j|jah)$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
