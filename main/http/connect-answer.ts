import type { Socket } from 'node:net'

/** A proxy's answer to CONNECT. */
export interface ConnectAnswer {
  status: number
  /** The values of `Proxy-Authenticate`, oldest first. */
  challenges: string[]
}

/** Why there is no such answer: the proxy closed the connection, or sent something else. */
export class NoConnectAnswer extends Error {
  constructor(readonly kind: 'closed' | 'not-http') {
    super(kind)
    this.name = 'NoConnectAnswer'
  }
}

/** In bytes, for the answer and all informational ones before it. Real ones have a few hundred. */
const maxSize = 32_768
const statusLine = /^HTTP\/1\.[01] (\d{3})(?: .*)?$/
/** The start of an answer, of which the rest may be on its way. */
const beginning = 'HTTP/1.'

/**
 * Reads a proxy's answer to CONNECT, and skips the informational ones before it. Node's own client takes an informational
 * answer for the final one. Source: RFC 9110, 9.3.6 and 15.2.
 * @param socket connected, and nothing else reads it. What follows the answer stays in it
 * @throws NoConnectAnswer
 */
export function readConnectAnswer(socket: Socket): Promise<ConnectAnswer> {
  return new Promise((resolve, reject) => {
    let unread: Buffer = Buffer.alloc(0)
    let size = 0
    const end = (settle: () => void) => {
      socket.off('data', onData).off('end', onClose).off('close', onClose).off('error', onClose)
      settle()
    }
    const fail = (kind: NoConnectAnswer['kind']) => end(() => reject(new NoConnectAnswer(kind)))
    const onClose = () => fail('closed')
    const onData = (chunk: Buffer) => {
      unread = Buffer.concat([unread, chunk])
      size += chunk.length
      for (;;) {
        const head = takeHead(unread)
        if (!head) break
        unread = head.rest
        const answer = parseHead(head.lines)
        if (!answer) return fail('not-http')
        if (answer.status >= 200 || answer.status === 101) {
          return end(() => {
            socket.pause()
            if (unread.length > 0) socket.unshift(unread)
            resolve(answer)
          })
        }
      }
      const start = unread.toString('latin1', 0, beginning.length)
      if (size > maxSize || !beginning.startsWith(start)) fail('not-http')
    }
    socket.on('data', onData).on('end', onClose).on('close', onClose).on('error', onClose)
    if (socket.destroyed || socket.readableEnded) onClose()
  })
}

/** @returns undefined until a whole head has come */
function takeHead(bytes: Buffer): { lines: string[]; rest: Buffer } | undefined {
  const text = bytes.toString('latin1')
  const { 0: end, index } = /\r?\n\r?\n/.exec(text) ?? {}
  if (end === undefined || index === undefined) return undefined
  // A line that begins with a space continues the one before it. Source: RFC 9112, 5.2.
  const lines = text
    .slice(0, index)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  return { lines, rest: bytes.subarray(index + end.length) }
}

function parseHead([first = '', ...headers]: string[]): ConnectAnswer | undefined {
  const status = Number(statusLine.exec(first)?.[1])
  if (!(status >= 100)) return undefined
  const challenges = headers.flatMap((line) => /^proxy-authenticate[ \t]*:(.*)$/i.exec(line)?.[1]?.trim() || [])
  return { status, challenges }
}
