import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Failure } from './failure'
import { text } from './text'

/**
 * Reads a file that the user named. Only a regular file: opening a pipe that nobody writes to waits for ever, a device such
 * as /dev/zero never ends, and only opening some of them has an effect.
 *
 * @param maxSize in bytes
 * @throws Failure `invalid-input` for anything else, and for a file that cannot be read or is larger
 */
export async function readRegularFile(path: string, maxSize: number): Promise<Uint8Array<ArrayBuffer>> {
  requireRegular(await stat(path).catch(throwUnreadable))
  // Does not wait, should the file have become a pipe meanwhile. Windows has no such flag.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(throwUnreadable)
  try {
    const info = await handle.stat()
    requireRegular(info)
    if (info.size > maxSize) throw tooLarge(maxSize)
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of handle.createReadStream({ autoClose: false, end: maxSize })) {
      chunks.push(chunk)
      size += chunk.length
    }
    // It has grown while it was read.
    if (size > maxSize) throw tooLarge(maxSize)
    return new Uint8Array(Buffer.concat(chunks))
  } catch (reason) {
    return throwUnreadable(reason as Error)
  } finally {
    await handle.close()
  }
}

function requireRegular(info: { isFile(): boolean; isDirectory(): boolean }): void {
  if (info.isDirectory()) throw new Failure('invalid-input', text('errors.folderNotFile'))
  if (!info.isFile()) throw new Failure('invalid-input', text('errors.specialFile'))
}

function tooLarge(maxSize: number): Failure {
  return new Failure('invalid-input', text('errors.fileTooLarge', { megabytes: maxSize / 1024 / 1024 }))
}

function throwUnreadable(reason: Error): never {
  throw reason instanceof Failure ? reason : new Failure('invalid-input', text('errors.fileUnreadable'))
}
