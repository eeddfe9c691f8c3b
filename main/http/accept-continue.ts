import type { Socket } from 'node:net'

/** How every answer begins, with its status after a space. */
const statusLine = /^HTTP\/1\.1 (\d{3})/
const statusLineLength = 'HTTP/1.1 100'.length
const headEnd = '\r\n\r\n'

/**
 * Lets undici skip `100 Continue`, which a server may send although nobody asked for it (RFC 9110, 15.2). undici 7 skips every
 * other informational answer, but takes this one for an error, so it reads a 102 instead.
 * @returns the socket
 */
export function acceptContinue<Stream extends Socket>(socket: Stream): Stream {
  const { read, write } = socket
  /** Whether the next bytes are the start of an answer. undici sends a request only once the previous answer is complete. */
  let isStart = true
  let held: Buffer | undefined
  socket.write = ((...args: Parameters<Socket['write']>) => {
    isStart = true
    return write.apply(socket, args)
  }) as Socket['write']
  socket.read = (size?: number) => {
    const chunk: unknown = read.call(socket, size)
    if (!isStart || !Buffer.isBuffer(chunk)) return chunk
    const bytes = held ? Buffer.concat([held, chunk]) : chunk
    held = undefined
    if (bytes.length < statusLineLength) {
      // The rest of the status comes later.
      held = bytes
      return null
    }
    isStart = skipInformational(bytes)
    return bytes
  }
  return socket
}

/** Turns each 100 at the start into a 102. @returns whether another answer follows the bytes */
function skipInformational(bytes: Buffer): boolean {
  let start = 0
  while (start < bytes.length) {
    const [, status = ''] = statusLine.exec(bytes.toString('latin1', start, start + statusLineLength)) ?? []
    if (!status.startsWith('1') || status === '101') return false
    if (status === '100') bytes.write('102', start + statusLineLength - 3, 'latin1')
    const end = bytes.indexOf(headEnd, start)
    if (end < 0) return false
    start = end + headEnd.length
  }
  return true
}
