import stringWidth from 'string-width'
import { toPrintable } from '../core/single-line'

/** The width of a terminal that does not tell its own, or says 0. */
const usualWidth = 80

/** Shows how far a command is: in a terminal, as one line that is written again and again; otherwise, each line once. */
export class ProgressLine {
  private shown: string | undefined

  /** @param write to the standard error */
  constructor(
    private readonly write: (text: string) => void,
    private readonly isTerminal = false,
  ) {}

  show(line: string): void {
    const printable = toPrintable(line)
    if (printable === this.shown) return
    this.shown = printable
    // A line that is longer than the terminal is wide could not be written again.
    if (this.isTerminal) this.write(`\r\u001b[K${cutTo(printable, (process.stderr.columns || usualWidth) - 1)}`)
    else this.write(`${printable}\n`)
  }

  /** Ends the line, so that the next output starts on a new one. */
  end(): void {
    if (this.isTerminal && this.shown !== undefined) this.write('\n')
  }
}

function cutTo(line: string, width: number): string {
  const characters = [...line]
  while (characters.length > 0 && stringWidth(characters.join('')) > width) characters.pop()
  return characters.join('')
}
