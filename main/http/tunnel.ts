import { type ClientRequest, request as sendRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { ProxyServer } from './proxy'
import { notProxy, proxyClosed, proxyRefuses, proxyWantsPassword } from './proxy-failure'
import { Socks5Client } from './undici-subset'

/** Where a tunnel ends. */
export interface TunnelTarget {
  /** A name or an IP address without brackets. */
  hostname: string
  port: number
}

/**
 * Asks a proxy to pass a connection on. undici's own ProxyAgent is not used: it connects again for ever to a proxy that closes
 * the connection, and waits five minutes for one that does not answer.
 * @param socket connected to the proxy
 * @returns once the bytes of the socket go to the target. The caller limits the time, by destroying the socket
 * @throws Failure that names the proxy
 */
export function openTunnel(socket: Socket, proxy: ProxyServer, target: TunnelTarget): Promise<void> {
  return proxy.kind === 'http' ? askHttpProxy(socket, proxy, target) : askSocksProxy(socket, proxy, target)
}

/** @returns the header with the user name and password; a user may have no password */
export function proxyAuthorization({ username, password }: ProxyServer): Record<string, string> {
  if (!username && !password) return {}
  return { 'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

/** CONNECT. Source: RFC 9110, 9.3.6. */
function askHttpProxy(socket: Socket, proxy: ProxyServer, { hostname, port }: TunnelTarget): Promise<void> {
  const host = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
  return new Promise((resolve, reject) => {
    const request: ClientRequest = sendRequest({
      createConnection: () => socket,
      method: 'CONNECT',
      path: host,
      headers: { host, connection: 'keep-alive', 'proxy-connection': 'keep-alive', ...proxyAuthorization(proxy) },
    })
    request.once('connect', ({ statusCode = 0 }, _socket, firstBytes: Buffer) => {
      if (statusCode < 200 || statusCode > 299) return reject(proxyRefuses(proxy, host, statusCode))
      if (firstBytes.length > 0) socket.unshift(firstBytes)
      resolve()
    })
    request.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      reject(code.startsWith('HPE_') ? notProxy(proxy) : proxyClosed(proxy))
    })
    request.end()
  })
}

/** The reply "connection not allowed by ruleset". Source: RFC 1928, 6. */
const notAllowed = 2

/** The proxy looks up the name, so that it need not be known on this side. */
function askSocksProxy(socket: Socket, proxy: ProxyServer, { hostname, port }: TunnelTarget): Promise<void> {
  const { username, password } = proxy
  const client = new Socks5Client(socket, { username, password })
  return new Promise((resolve, reject) => {
    client.once('authenticated', () => client.connect(hostname, port))
    client.once('connected', () => {
      socket.off('error', client.onSocketError).off('close', client.onSocketClose)
      resolve()
    })
    client.once('close', () => reject(proxyClosed(proxy)))
    client.on('error', ({ code = '' }: { code?: string }) => {
      const reply = /^UND_ERR_SOCKS5_REPLY_(\d+)$/.exec(code)?.[1]
      if (reply !== undefined) reject(proxyRefuses(proxy, hostname, Number(reply) === notAllowed ? 403 : 502))
      else if (code.startsWith('UND_ERR_SOCKS5_AUTH_')) reject(proxyWantsPassword(proxy))
      else reject(code.startsWith('UND_ERR_SOCKS5') ? notProxy(proxy) : proxyClosed(proxy))
    })
    client.handshake()
  })
}
