import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Failure } from '../core/failure'
import { toPrintable } from '../core/single-line'
import { text } from '../core/text'
import { nextPipedLine } from './piped-input'

/**
 * Reads a password: from the terminal without showing it, or the next line of a piped standard input, as soon as that line
 * is complete. Passwords are never arguments, because other processes can read those.
 *
 * @param prompt without a colon
 * @throws Failure `cancelled` after Ctrl+C or Ctrl+D; `invalid-input` if the piped input has no more lines
 */
export async function promptPassword(prompt: string): Promise<string> {
  if (process.stdin.isTTY) return readHidden(`${toPrintable(prompt)}: `)
  return nextPipedLine(text('cli.noPasswordPiped'))
}

/**
 * As {@link promptPassword}; in a terminal, a new password is asked for twice.
 * @throws Failure also `invalid-input` if the two differ
 */
export async function promptNewPassword(prompt: string): Promise<string> {
  const password = await promptPassword(prompt)
  if (process.stdin.isTTY && password !== (await promptPassword(text('cli.newPasswordAgain')))) {
    throw new Failure('invalid-input', text('cli.passwordsDiffer'))
  }
  return password
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
