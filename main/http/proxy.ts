import { trimTyped } from '../../contract/typed-text'
import { Failure } from '../core/failure'
import { text } from '../core/text'

/** A proxy that passes connections on. */
export interface ProxyServer {
  kind: 'http' | 'socks5'
  /** Whether the connection to the proxy itself uses TLS. */
  isEncrypted: boolean
  /** A name or an IP address without brackets. */
  hostname: string
  port: number
  /** For sentences: host and port, and where they are from. Contains no password. */
  label: string
  username: string
  password: string
  /** Where it is named: an environment variable, or null for the system's settings. */
  variable: string | null
}

/** Where a tunnel through a proxy ends. */
export interface TunnelTarget {
  /** A name or an IP address without brackets. */
  hostname: string
  port: number
}

/** How to reach a server: through a proxy, or directly. */
export type Route = ProxyServer | null

/** The ports that are used when none is written. Source: the URL standard, and RFC 1928. */
const schemes: Record<string, Pick<ProxyServer, 'kind' | 'isEncrypted' | 'port'>> = {
  'http:': { kind: 'http', isEncrypted: false, port: 80 },
  'https:': { kind: 'http', isEncrypted: true, port: 443 },
  'socks:': { kind: 'socks5', isEncrypted: false, port: 1080 },
  'socks5:': { kind: 'socks5', isEncrypted: false, port: 1080 },
  'socks5h:': { kind: 'socks5', isEncrypted: false, port: 1080 },
}

/** The longest user name, and the longest password, in bytes. Source: RFC 1929, 2. */
const maxSocksLogin = 255

/**
 * @param value as people write it: `proxy.example:3128`, `http://user:password@proxy.example`, `socks5h://127.0.0.1`. Without
 *   a scheme it is an HTTP proxy, as for curl
 * @param variable the environment variable with this value
 * @throws Failure that names the variable, but not the value, which may contain a password
 */
export function parseProxy(value: string, variable: string): ProxyServer {
  const trimmed = trimTyped(value)
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed.replace(/^\/\//, '')}`
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new Failure('offline', text('errors.proxyVariable', { variable }))
  }
  const scheme = schemes[url.protocol]
  if (!scheme) throw new Failure('offline', text('errors.proxyKind', { source: variable }))
  // With a sign that has to be escaped in a password, the rest of it would be the host.
  const isWhole = /^\/?$/.test(url.pathname) && !url.search && !url.hash && /^([\w.-]+|\[.*\])$/.test(url.hostname)
  if (!isWhole || url.port === '0') throw new Failure('offline', text('errors.proxyVariable', { variable }))
  const port = Number(url.port) || scheme.port
  const [username, password] = [decode(url.username), decode(url.password)]
  if (scheme.kind === 'socks5' && [username, password].some((part) => Buffer.byteLength(part) > maxSocksLogin)) {
    throw new Failure('offline', text('errors.proxyLoginTooLong', { variable }))
  }
  return {
    ...scheme,
    hostname: withoutBrackets(url.hostname),
    port,
    label: `${url.hostname}:${port} (${variable})`,
    username,
    password,
    variable,
  }
}

/** The words of a list of proxies that Chromium returns. `SOCKS` is version 4, which has no words for names. */
const listedSchemes: Record<string, string> = { PROXY: 'http:', HTTPS: 'https:', SOCKS5: 'socks5:' }

/**
 * @param list such as `PROXY proxy.example:3128; DIRECT`, as a script for proxies returns it; the best first
 * @returns the routes that this app can use
 * @throws Failure if it can use none of them
 */
export function parseProxyList(list: string): Route[] {
  const entries = list.split(';').map((entry) => entry.trim())
  const source = text('errors.systemProxy')
  const routes = entries.filter(Boolean).flatMap((entry): Route[] => {
    const [word = '', address = ''] = entry.split(/\s+/)
    if (word.toUpperCase() === 'DIRECT') return [null]
    const protocol = listedSchemes[word.toUpperCase()]
    if (!protocol || address === '') return []
    try {
      return [{ ...parseProxy(`${protocol}//${address}`, source), variable: null }]
    } catch {
      return []
    }
  })
  if (routes.length > 0) return routes
  if (entries.some(Boolean)) throw new Failure('offline', text('errors.proxyKind', { source }))
  return [null]
}

/** @param hostname of a URL, with brackets around an IPv6 address */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** What is no valid escape is meant as it is written: a password may contain a percent sign. */
function decode(escaped: string): string {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return escaped
  }
}
