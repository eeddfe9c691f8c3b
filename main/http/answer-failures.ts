import { Failure } from '../core/failure'
import { text } from '../core/text'
import { fleepHost, pageInstead } from './network-failure'

/** A network or a filter answers in place of the server, in a way that the server itself never does. */
export function answeredInstead(host: string): Failure {
  return new Failure('bad-answer', text(host === fleepHost ? 'errors.pageInstead' : 'errors.answeredInstead', { host }))
}

/**
 * The server redirects, which Fleep's API does not do. The sentence names only the server to which it leads, because the rest
 * of an address may be secret.
 * @param origin of the request
 * @param location the header `Location`
 */
export function redirectFailure(origin: string, location: string | undefined): Failure {
  const { host } = new URL(origin)
  const target = targetOf(origin, location)
  if (!target) return pageInstead(host)
  return new Failure(
    'bad-answer',
    text(host === fleepHost ? 'errors.redirectedFleep' : 'errors.redirected', { host, target }),
  )
}

/** @returns the host of an https address and the origin of an http address; undefined if it leads to no other server */
function targetOf(origin: string, location: string | undefined): string | undefined {
  if (!location || !URL.canParse(location, origin)) return undefined
  const url = new URL(location, origin)
  if (url.origin === origin || !['http:', 'https:'].includes(url.protocol)) return undefined
  const target = url.protocol === 'https:' ? url.host : url.origin
  // A host name has at most 253 characters.
  return target.length <= 270 ? target : undefined
}
