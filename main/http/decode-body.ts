import type { IncomingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import { unexpectedAnswer } from './network-failure'

const gunzipInThread = promisify(gunzip)

/** Below this size in bytes, unpacking takes less time than handing the work to another thread. */
const smallBody = 16 * 1024

const gzipAlone = ['gzip']

/**
 * Undoes the content encoding of a body. Names of encodings have no case, and x-gzip is gzip. Source: RFC 9110, 8.4.1.
 * @param maxSize of the unpacked body, in bytes
 * @throws Failure `bad-answer` for an encoding that nobody asked for, or an error of zlib
 */
export function decodeBody(
  received: Buffer,
  headers: IncomingHttpHeaders,
  { maxSize, host }: { maxSize: number; host: string },
): Buffer | Promise<Buffer> {
  const encodings = encodingsOf(headers)
  if (encodings.length === 0 || received.length === 0) return received
  const [encoding, ...others] = encodings
  if (others.length > 0 || (encoding !== 'gzip' && encoding !== 'x-gzip')) throw unexpectedAnswer(host)
  const limit = { maxOutputLength: maxSize }
  // Nearly all bodies are small, and need no other promise here.
  return received.length < smallBody ? gunzipSync(received, limit) : gunzipInThread(received, limit)
}

function encodingsOf(headers: IncomingHttpHeaders): string[] {
  const sent = headers['content-encoding']
  if (!sent) return []
  // Nearly all servers write it like this.
  if (sent === 'gzip') return gzipAlone
  const names = String(sent).toLowerCase().split(',')
  return names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity')
}
