import type { Socket } from 'node:net'

/** How every informational answer begins; two digits follow. */
const informational = 'HTTP/1.1 1'
const statusLineLength = 'HTTP/1.1 100'.length
const headEnd = '\r\n\r\n'
/** In bytes. A longer head is left to undici, which refuses it. */
const longestHead = 65_536

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
    if (beginsRequest(args[0])) isStart = true
    return write.apply(socket, args)
  }) as Socket['write']
  socket.read = (size?: number) => {
    const chunk: unknown = read.call(socket, size)
    if (!isStart || !Buffer.isBuffer(chunk)) return chunk
    const bytes = held ? Buffer.concat([held, chunk]) : chunk
    const { ready, hasBegun } = passInformational(bytes)
    isStart = !hasBegun
    // The rest of a head comes later.
    held = ready < bytes.length ? bytes.subarray(ready) : undefined
    return ready > 0 ? bytes.subarray(0, ready) : null
  }
  return socket
}

/** undici writes the head of a request as a string of its own; the pieces of an upload follow while an answer may come. */
function beginsRequest(data: unknown): boolean {
  return typeof data === 'string' && data.includes(' HTTP/1.1\r\n')
}

/** Turns each whole 100 at the start into a 102. @returns how many bytes undici may read, and whether its answer has begun */
function passInformational(bytes: Buffer): { ready: number; hasBegun: boolean } {
  let start = 0
  while (start < bytes.length) {
    const line = bytes.toString('latin1', start, start + statusLineLength)
    const isOther = !line.startsWith(informational.slice(0, line.length)) || line.endsWith('101')
    if (isOther || bytes.length - start > longestHead) return { ready: bytes.length, hasBegun: true }
    const end = bytes.indexOf(headEnd, start)
    if (end < 0) return { ready: start, hasBegun: false }
    if (line.endsWith('100')) bytes.write('102', start + statusLineLength - 3, 'latin1')
    start = end + headEnd.length
  }
  return { ready: start, hasBegun: false }
}
