import { trimTyped } from '../../contract/typed-text'
import { Failure } from '../core/failure'
import { text } from '../core/text'

export const fleepServer = 'https://fleep.io'

let managedOrigin: string | null = null

/** @param origin the only server that can be used from now on, as the organisation has set it; null for any */
export function allowOnlyServer(origin: string | null): void {
  managedOrigin = origin
}

/** @returns the only server that can be used, an origin; null if any can */
export function onlyServer(): string | null {
  return managedOrigin
}

/**
 * @param typed as in {@link parseAnyServerAddress}
 * @returns the origin, without a slash at the end
 * @throws Failure `refused` for another server than the organisation's, and as {@link parseAnyServerAddress}
 */
export function parseServerAddress(typed: string): string {
  const origin = parseAnyServerAddress(typed)
  if (managedOrigin !== null && origin !== managedOrigin) {
    throw new Failure('refused', text('managed.otherServer', { server: managedOrigin }), 'server')
  }
  return origin
}

/**
 * @param typed as the user wrote it: `fleep.io`, `https://fleep.io/`, `http://127.0.0.1:8099`
 * @returns the origin, without a slash at the end
 * @throws Failure `invalid-input` for anything but an https address; http is allowed for this computer only, because it sends
 *   the password unencrypted
 */
export function parseAnyServerAddress(typed: string): string {
  const invalid = (sentence: string) => new Failure('invalid-input', sentence, 'server')
  const trimmed = trimTyped(typed)
  const meant = misspeltScheme(trimmed)
  if (meant !== undefined) throw invalid(meant ? text('server.didYouMean', { address: meant }) : text('server.notSafe'))
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw invalid(text('server.notAddress'))
  }
  if (url.username || url.password) throw invalid(text('server.noPassword'))
  if (!isSafe(url)) throw invalid(text('server.notSafe'))
  // Addresses of other kinds have no path, so this comes last.
  if (url.pathname !== '/' || url.search || url.hash) {
    throw invalid(text('server.noPage'))
  }
  return url.origin
}

/**
 * @returns for what begins with a slip of `https://` or `http://`, such as `htps://` or `https:/`, the address that was probably
 *   meant; empty if the rest names no server; undefined for anything else
 */
function misspeltScheme(typed: string): string | undefined {
  const [, scheme = '', separator, rest = ''] = /^([a-z]{3,8})([:;]{0,2}[\\/]{1,3}|:)(.*)$/i.exec(typed) ?? []
  if (separator === undefined || (/^https?$/i.test(scheme) && separator === '://')) return undefined
  // Without a slash, it may be a name with a port.
  if (separator === ':' ? !/^https?$/i.test(scheme) : !isNearlyHttps(scheme.toLowerCase())) return undefined
  const address = `https://${rest.replace(/^[\\/]+/, '')}`
  return URL.canParse(address) ? `https://${new URL(address).host}` : ''
}

/** Whether all letters of a scheme, or all but one, are those of `https`. */
function isNearlyHttps(scheme: string): boolean {
  const slips = [...scheme].filter((letter) => !'htps'.includes(letter)).length
  return slips <= 1 && scheme.length - slips >= 3 && /h.?t|tt/.test(scheme)
}

/** Whether nobody between can read what is sent there: by https, or by http on this computer. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
}
