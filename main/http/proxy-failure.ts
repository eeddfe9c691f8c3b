import { Failure } from '../core/failure'
import { text } from '../core/text'
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

export function proxyWantsPassword({ label, username, variable }: ProxyServer): Failure {
  if (username) return new Failure('offline', text('errors.proxyRejectsPassword', { proxy: label }))
  const values = { proxy: label, variable: variable ?? 'HTTPS_PROXY' }
  return new Failure('offline', text('errors.proxyWantsPassword', values))
}

/**
 * @param host the server that the proxy was asked for
 * @param status of the proxy's answer, or the code of a SOCKS reply
 */
export function proxyRefuses(proxy: ProxyServer, host: string, status: number): Failure {
  if (status === 407) return proxyWantsPassword(proxy)
  // From 500 on it is the way behind the proxy. Source: RFC 9110, 15.6.
  const key = status >= 500 ? 'errors.proxyFault' : 'errors.proxyRefuses'
  return new Failure('offline', text(key, { proxy: proxy.label, host, status: String(status) }))
}
