import type { IncomingHttpHeaders } from 'node:http'

/** The beginning of a file that an earlier download has left. */
export interface PartialFile {
  /** In bytes. */
  size: number
  /** Of the file as it was then: a strong ETag or a date, for If-Range. See {@link validatorOf}. */
  validator: string
}

/** How much earlier than the answer a file must have changed, in milliseconds: a date tells seconds apart, at best. */
const settled = 60_000

/**
 * @param headers of an answer with the whole file
 * @returns what tells this version of the file from another, for If-Range; null if nothing does. A weak ETag does not: it
 *   may be the same for other bytes. Source: RFC 9110, 8.8 and 13.1.5.
 */
export function validatorOf({ etag, date, 'last-modified': modified }: IncomingHttpHeaders): string | null {
  if (etag !== undefined) return isStrong(etag) ? etag : null
  const age = Date.parse(date ?? '') - Date.parse(modified ?? '')
  return modified !== undefined && age >= settled ? modified : null
}

/**
 * Whether an answer with status 206 continues the part. What was asked for says nothing about what is sent.
 * @param total the size of the whole file in bytes
 */
export function isRestOf(part: PartialFile, total: number, headers: IncomingHttpHeaders): boolean {
  const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(headers['content-range'] ?? '')
  const [start, end, whole] = (range ?? []).slice(1).map(Number)
  if (start !== part.size || end !== total - 1 || whole !== total) return false
  // An answer to If-Range has to repeat the ETag, but not the date. Source: RFC 9110, 15.3.7.
  if (isStrong(part.validator)) return headers.etag === part.validator
  const modified = headers['last-modified']
  return modified === undefined || modified === part.validator
}

function isStrong(etag: string): boolean {
  return /^"[\x21\x23-\x7e\x80-\xff]{1,500}"$/.test(etag)
}
