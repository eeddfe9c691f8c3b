import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Failure } from '../core/failure'
import { toPrintable } from '../core/single-line'
import { text } from '../core/text'
import { LineReader } from './line-reader'

let piped: LineReader | undefined

/**
 * Reads a password: from the terminal without showing it, or the next line of a piped standard input, as soon as that line
 * is complete. Passwords are never arguments, because other processes can read those.
 *
 * @param prompt without a colon
 * @throws Failure `cancelled` after Ctrl+C or Ctrl+D; `invalid-input` if the piped input has no more lines
 */
export async function promptPassword(prompt: string): Promise<string> {
  if (process.stdin.isTTY) return readHidden(`${toPrintable(prompt)}: `)
  piped ??= new LineReader(process.stdin)
  const line = await piped.next()
  if (line === null) throw new Failure('invalid-input', text('cli.noPasswordPiped'))
  return line
}

/** readline shows what is typed only in its output, so it gets one that drops everything. */
async function readHidden(prompt: string): Promise<string> {
  process.stderr.write(prompt)
  const output = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
  try {
    return await new Promise<string>((resolve, reject) => {
      const cancel = () => reject(new Failure('cancelled', text('cli.noPasswordEntered')))
      terminal.once('line', resolve)
      terminal.once('SIGINT', cancel)
      // Ctrl+D, or the terminal is gone.
      terminal.once('close', cancel)
    })
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
