import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { DownloadFault } from './server-faults'
import type { ExportFile, Validator } from './state'

/**
 * Answers a request for a file as RFC 9110 wants it: a part only if the file is still the one that If-Range names, and 416
 * for a range behind its end.
 */
export function downloadAnswer(
  { bytes, changedAt }: ExportFile,
  headers: IncomingHttpHeaders,
  validator: Validator,
  fault?: DownloadFault,
): { status: number; headers: Record<string, string>; body: Buffer } {
  const tag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 20)}"`
  const etag = validator === 'weak-etag' ? `W/${tag}` : tag
  const modified = changedAt.toUTCString()
  const identity = {
    ...(validator.endsWith('etag') && { etag }),
    ...(validator === 'date' && { 'last-modified': modified }),
  }
  const common = { 'content-type': 'application/zip', 'accept-ranges': 'bytes', ...identity }
  const { length } = bytes
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  const condition = headers['if-range']
  // A weak ETag never matches.
  const isSame = condition === undefined || condition === (validator === 'date' ? modified : tag)
  if (from === 0 || (!isSame && fault?.kind !== 'ignores-if-range')) {
    return { status: 200, headers: { ...common, 'content-length': String(length) }, body: bytes }
  }
  if (from >= length) {
    return { status: 416, headers: { ...common, 'content-range': `bytes */${length}` }, body: Buffer.alloc(0) }
  }
  const start = fault?.kind === 'wrong-range' ? from + fault.shift : from
  const total = fault?.kind === 'wrong-range' ? length + fault.totalOff : length
  const rest = bytes.subarray(start)
  const range = { 'content-range': `bytes ${start}-${total - 1}/${total}` }
  const isNamed = fault?.kind !== 'no-content-range'
  return {
    status: 206,
    headers: { ...common, ...(isNamed && range), 'content-length': String(rest.length) },
    body: rest,
  }
}
