import type { Readable } from 'node:stream'
import { Failure } from '../core/failure'
import { text } from '../core/text'

/** In bytes. No password is nearly as long; an endless input such as /dev/zero is refused. */
const longestLine = 64 * 1024

const ended: IteratorResult<Buffer, undefined> = { done: true, value: undefined }

/** Reads lines as they come, so that a program that writes to the input need not close it. */
export class LineReader {
  private readonly chunks: AsyncIterator<Buffer>
  private rest = Buffer.alloc(0)

  constructor(input: Readable) {
    this.chunks = input[Symbol.asyncIterator]()
  }

  /**
   * @returns the next line without its line break; null at the end of the input, and if it cannot be read, as a folder cannot
   * @throws Failure `invalid-input` for a line that is too long
   */
  async next(): Promise<string | null> {
    for (;;) {
      const end = this.rest.indexOf('\n')
      if (end >= 0) return this.take(end, end + 1)
      if (this.rest.length > longestLine) throw new Failure('invalid-input', text('cli.passwordTooLong'))
      const { done, value } = await this.chunks.next().catch(() => ended)
      if (done || !value) return this.rest.length > 0 ? this.take(this.rest.length, this.rest.length) : null
      this.rest = Buffer.concat([this.rest, value])
    }
  }

  private take(end: number, next: number): string {
    const line = this.rest.toString('utf8', 0, end)
    this.rest = this.rest.subarray(next)
    return line.replace(/\r$/, '')
  }
}
