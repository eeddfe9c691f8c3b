import { Failure } from '../core/failure'
import { text } from '../core/text'
import { answeredInstead } from './answer-failures'
import { otherWaysOnly } from './challenges'
import type { ProxyServer } from './proxy'

/** The proxy itself cannot be reached, so that the next one of a list may help. */
export class ProxyUnreachable extends Failure {}

export function proxyUnreachable({ label }: ProxyServer): ProxyUnreachable {
  return new ProxyUnreachable('offline', text('errors.proxyUnreachable', { proxy: label }))
}

export function proxyTimeout({ label }: ProxyServer): ProxyUnreachable {
  return new ProxyUnreachable('timeout', text('errors.proxyTimeout', { proxy: label }))
}

export function proxyClosed({ label }: ProxyServer): Failure {
  return new Failure('offline', text('errors.proxyClosed', { proxy: label }))
}

/** The answer is none that a proxy gives. */
export function notProxy({ label }: ProxyServer): Failure {
  return new Failure('offline', text('errors.notProxy', { proxy: label }))
}

/** @param challenges the values of `Proxy-Authenticate`, if the proxy names what it wants */
export function proxyWantsPassword({ label, username, variable }: ProxyServer, challenges: string[] = []): Failure {
  const others = otherWaysOnly(challenges)
  if (others.length > 0) {
    return new Failure('offline', text('errors.proxyOtherSignIn', { proxy: label, methods: others.join(', ') }))
  }
  if (username) return new Failure('offline', text('errors.proxyRejectsPassword', { proxy: label }))
  const values = { proxy: label, variable: variable ?? 'HTTPS_PROXY' }
  return new Failure('offline', text('errors.proxyWantsPassword', values))
}

/** For a SOCKS5 proxy that takes neither a user name and password nor a client without them. */
export function proxyHasNoSignIn({ label }: ProxyServer): Failure {
  return new Failure('offline', text('errors.proxyNoSignIn', { proxy: label }))
}

/** By the code of a SOCKS5 reply. Source: RFC 1928, 6. */
const socksReplies = {
  1: 'errors.socksFailed',
  2: 'errors.socksNotAllowed',
  3: 'errors.socksNetwork',
  4: 'errors.socksHost',
  5: 'errors.socksRefused',
  6: 'errors.socksExpired',
  7: 'errors.socksCommand',
  8: 'errors.socksAddress',
} as const

/** @param host the server that the proxy was asked for. @param reply not 0 */
export function socksRefuses({ label }: ProxyServer, host: string, reply: number): Failure {
  const key = (socksReplies as Record<number, (typeof socksReplies)[keyof typeof socksReplies]>)[reply]
  if (key) return new Failure('offline', text(key, { proxy: label, host }))
  return new Failure('offline', text('errors.socksOther', { proxy: label, host, reply: String(reply) }))
}

/**
 * @param host the server that the proxy was asked for
 * @param status of the proxy's answer
 * @param challenges as in {@link proxyWantsPassword}
 */
export function proxyRefuses(proxy: ProxyServer, host: string, status: number, challenges: string[]): Failure {
  if (status === 407) return proxyWantsPassword(proxy, challenges)
  // "Network Authentication Required". Source: RFC 6585, 6.
  if (status === 511) return answeredInstead(host.replace(/:443$/, ''))
  // From 500 on it is the way behind the proxy. Source: RFC 9110, 15.6.
  const key = status >= 500 ? 'errors.proxyFault' : 'errors.proxyRefuses'
  return new Failure('offline', text(key, { proxy: proxy.label, host, status: String(status) }))
}
