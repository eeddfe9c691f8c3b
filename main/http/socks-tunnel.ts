import type { Socket } from 'node:net'
import type { Failure } from '../core/failure'
import type { ProxyServer, TunnelTarget } from './proxy'
import { notProxy, proxyClosed, proxyHasNoSignIn, proxyWantsPassword, socksRefuses } from './proxy-failure'
import { Socks5Client } from './undici-subset'

/** In bytes. Source: RFC 1928, 5. */
const maxHostname = 255
const addressNotSupported = 8

/**
 * Asks a SOCKS5 proxy for a connection. The proxy looks up the name, so that it need not be known on this side.
 * @param host as sentences name the target
 * @throws Failure that names the proxy
 */
export function askSocksProxy(socket: Socket, proxy: ProxyServer, target: TunnelTarget, host: string): Promise<void> {
  const { hostname, port } = target
  const { username, password } = proxy
  if (Buffer.byteLength(hostname) > maxHostname) {
    return Promise.reject(socksRefuses(proxy, host, addressNotSupported))
  }
  const client = new Socks5Client(socket, { username, password })
  return new Promise((resolve, reject) => {
    let isSignedIn = false
    // undici waits for an address behind a refusal, which some proxies leave out.
    const refusal = () => (isSignedIn ? refusalIn(client.buffer, proxy, host) : undefined)
    client.once('authenticated', () => {
      isSignedIn = true
      client.connect(hostname, port)
    })
    client.once('connected', () => {
      socket.off('error', client.onSocketError).off('close', client.onSocketClose)
      resolve()
    })
    client.once('close', () => reject(refusal() ?? proxyClosed(proxy)))
    client.on('error', ({ code = '' }: { code?: string }) => {
      reject(refusal() ?? (isSignedIn ? undefined : signInFailure(code, proxy)) ?? otherwise(code, proxy))
    })
    client.handshake()
  })
}

function refusalIn([version, reply]: Buffer, proxy: ProxyServer, host: string): Failure | undefined {
  return version === 5 && reply ? socksRefuses(proxy, host, reply) : undefined
}

/** @param code of undici's error. @returns undefined if it is not about signing in. Source: RFC 1928, 3, and RFC 1929 */
function signInFailure(code: string, proxy: ProxyServer): Failure | undefined {
  if (code === 'UND_ERR_SOCKS5_AUTH_FAILED') return proxyWantsPassword(proxy)
  // It chose the password, although none was offered.
  if (code === 'UND_ERR_INVALID_ARG') return proxyWantsPassword({ ...proxy, username: '' })
  if (code === 'UND_ERR_SOCKS5_AUTH_METHOD') return proxyHasNoSignIn(proxy)
  if (code !== 'UND_ERR_SOCKS5_AUTH_REJECTED') return undefined
  // A login was only offered if it is whole.
  const hasLogin = proxy.username !== '' && proxy.password !== ''
  return hasLogin ? proxyHasNoSignIn(proxy) : proxyWantsPassword({ ...proxy, username: '' })
}

function otherwise(code: string, proxy: ProxyServer): Failure {
  return code.startsWith('UND_ERR_SOCKS5') ? notProxy(proxy) : proxyClosed(proxy)
}
