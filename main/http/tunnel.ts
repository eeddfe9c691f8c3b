import type { Socket } from 'node:net'
import { NoConnectAnswer, readConnectAnswer } from './connect-answer'
import type { ProxyServer, TunnelTarget } from './proxy'
import { notProxy, proxyClosed, proxyRefuses } from './proxy-failure'
import { askSocksProxy } from './socks-tunnel'

/**
 * Asks a proxy to pass a connection on. undici's own ProxyAgent is not used: it connects again for ever to a proxy that closes
 * the connection, and waits five minutes for one that does not answer.
 * @param socket connected to the proxy
 * @returns once the bytes of the socket go to the target. The caller limits the time, by destroying the socket
 * @throws Failure that names the proxy
 */
export function openTunnel(socket: Socket, proxy: ProxyServer, target: TunnelTarget): Promise<void> {
  const { hostname, port } = target
  const host = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
  return proxy.kind === 'http' ? askHttpProxy(socket, proxy, host) : askSocksProxy(socket, proxy, target, host)
}

/** @returns the header with the user name and password; a user may have no password */
export function proxyAuthorization({ username, password }: ProxyServer): Record<string, string> {
  if (!username && !password) return {}
  return { 'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

/** CONNECT. Source: RFC 9110, 9.3.6. */
async function askHttpProxy(socket: Socket, proxy: ProxyServer, host: string): Promise<void> {
  const headers = { host, connection: 'keep-alive', 'proxy-connection': 'keep-alive', ...proxyAuthorization(proxy) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const answered = readConnectAnswer(socket)
  socket.write(`CONNECT ${host} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
  const { status, challenges } = await answered.catch((reason) => {
    throw reason instanceof NoConnectAnswer && reason.kind === 'not-http' ? notProxy(proxy) : proxyClosed(proxy)
  })
  if (status < 200 || status > 299) throw proxyRefuses(proxy, host, status, challenges)
}
