import { trimTyped } from '../../contract/typed-text'
import { Failure } from '../core/failure'
import { text } from '../core/text'

export const fleepServer = 'https://fleep.io'

/**
 * @param typed as the user wrote it: `fleep.io`, `https://fleep.io/`, `http://127.0.0.1:8099`
 * @returns the origin, without a slash at the end
 * @throws Failure `invalid-input` for anything but an https address; http is allowed for this computer only, because it sends
 *   the password unencrypted
 */
export function parseServerAddress(typed: string): string {
  const invalid = (sentence: string) => new Failure('invalid-input', sentence, 'server')
  const trimmed = trimTyped(typed)
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw invalid(text('server.notAddress'))
  }
  if (url.username || url.password) throw invalid(text('server.noPassword'))
  if (url.pathname !== '/' || url.search || url.hash) {
    throw invalid(text('server.noPage'))
  }
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'http:' && isLoopback) return url.origin
  if (url.protocol !== 'https:') throw invalid(text('server.notSafe'))
  return url.origin
}
