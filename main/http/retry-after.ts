import type { IncomingHttpHeaders } from 'node:http'

/** A server that asks for more is asked again after this time, in milliseconds. */
const longestWait = 10 * 60_000
/** What a user is told at most, in milliseconds. */
const longestTold = 24 * 60 * 60_000

/**
 * @returns how long the server asks to wait before the next request, in milliseconds, a day at most; undefined if it does not ask. A date counts from the server's own clock where the answer tells it, because this
 *   computer's may be wrong. Source: RFC 9110, 10.2.3.
 */
export function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  // undici gives a list for a header that comes twice.
  const value = [headers['retry-after'] as string | string[] | undefined].flat().at(-1)?.trim()
  if (!value) return undefined
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, longestTold)
  // Date.parse also takes much that is no date of HTTP. All of its three formats begin with the day of the week.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(value)) return undefined
  const now = Date.parse(headers.date ?? '')
  const wait = Date.parse(value) - (Number.isNaN(now) ? Date.now() : now)
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestTold)
}

/** @returns how long the app waits by itself, where a server asks for `wait` milliseconds */
export function boundedWait(wait: number | undefined): number | undefined {
  return wait === undefined ? undefined : Math.min(wait, longestWait)
}
