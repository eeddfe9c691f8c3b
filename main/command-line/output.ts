import { fstatSync, writeSync } from 'node:fs'
import type { Streams } from './program'

interface OutputStream extends NodeJS.WritableStream {
  fd: number
  isTTY?: boolean
}

/**
 * The command's standard output and error. A reader that is gone is no error: the command goes on without it. Any other
 * problem, such as a full disk, is kept until the command ends.
 */
export class Output implements Streams {
  /** Why standard output could not be written; undefined if it could, or if its reader is gone. */
  problem: NodeJS.ErrnoException | undefined
  /** What was written to standard output last. */
  last = ''

  constructor(
    private readonly stdout: OutputStream,
    private readonly stderr: OutputStream,
  ) {
    // Without a listener, the first error would end the process.
    stdout.on('error', (reason: NodeJS.ErrnoException) => this.note(reason))
    stderr.on('error', () => undefined)
  }

  get isTerminal(): boolean {
    return this.stderr.isTTY === true
  }

  out(text: string): void {
    this.last = text
    write(this.stdout, text, (reason) => this.note(reason))
  }

  err(text: string): void {
    write(this.stderr, text, () => undefined)
  }

  /** Resolves when everything is written, or cannot be: output to a pipe is written asynchronously. */
  async flush(): Promise<void> {
    const streams = [this.stdout, this.stderr]
    await Promise.all(streams.map((stream) => new Promise<void>((done) => stream.write('', () => done()))))
  }

  private note(reason: NodeJS.ErrnoException): void {
    if (reason.code !== 'EPIPE') this.problem ??= reason
  }
}

/** Node's own stream for files drops the end of a text for which the disk has no room, without an error. */
function write(stream: OutputStream, text: string, onError: (reason: NodeJS.ErrnoException) => void): void {
  try {
    if (!isFile(stream.fd)) {
      stream.write(text)
      return
    }
    let rest = Buffer.from(text)
    while (rest.length > 0) rest = rest.subarray(writeSync(stream.fd, rest))
  } catch (reason) {
    onError(reason as NodeJS.ErrnoException)
  }
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile()
  } catch {
    return false
  }
}
