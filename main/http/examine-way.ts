import { lookup } from 'node:dns/promises'
import { isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import { Failure } from '../core/failure'
import { toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import type { TimeLimit } from '../core/time-limit'
import { trustedContext, withUnreadCertificates } from './authorities'
import { networkFailure } from './network-failure'
import { openSocket } from './open-socket'
import { type ProxyServer, withoutBrackets } from './proxy'
import { proxyUnreachable } from './proxy-failure'
import { routesTo } from './routes'
import { openTunnel } from './tunnel'

/** The steps on the way to a server, in order. */
export const waySteps = ['proxy', 'name', 'connection', 'encryption'] as const
export type WayStep = (typeof waySteps)[number]

/** What was found on the way; null for what was not reached, or does not apply. */
export interface WayFindings {
  /** Host and port of the proxy, and where it is named. Contains no password. */
  proxy: string | null
  /** How many addresses the name has. */
  addresses: { ipv4: number; ipv6: number } | null
  /** Who issued the server's certificate, as it says itself. */
  issuer: string | null
}

/**
 * Goes the way that the app's requests to a server go, step by step. Nothing is sent through the connection.
 * @param onStep called when a step begins. Without a proxy there is no such step for it; with one, it looks up the name
 * @param findings is filled in on the way, also if a step fails
 * @throws Failure of the step that began last
 */
export async function examineWay(
  url: URL,
  limit: TimeLimit,
  onStep: (step: WayStep) => void,
  findings: WayFindings,
): Promise<void> {
  const hostname = withoutBrackets(url.hostname)
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  let socket: Socket | undefined
  try {
    onStep('proxy')
    const [route = null] = await limit.race(routesTo(url))
    if (route) {
      findings.proxy = route.label
      socket = await reachProxy(route, limit)
      onStep('connection')
      await limit.race(openTunnel(socket, route, { hostname, port }))
    } else {
      onStep('name')
      findings.addresses = await limit.race(countAddresses(hostname))
      onStep('connection')
      socket = await openSocket(hostname, port, limit.signal)
    }
    if (url.protocol !== 'https:') return
    onStep('encryption')
    const encrypted = encrypt(socket, hostname)
    socket = encrypted
    await limit.race(untilSecure(encrypted))
    findings.issuer = issuerOf(encrypted.getPeerCertificate())
    if (!encrypted.authorized) throw untrusted(url.host, findings.issuer)
  } catch (reason) {
    throw limit.signal.aborted ? limit.signal.reason : networkFailure(reason, url.host)
  } finally {
    socket?.destroy()
  }
}

async function reachProxy(proxy: ProxyServer, limit: TimeLimit): Promise<Socket> {
  let socket: Socket
  try {
    socket = await openSocket(proxy.hostname, proxy.port, limit.signal)
  } catch (reason) {
    throw limit.signal.aborted ? reason : proxyUnreachable(proxy)
  }
  if (!proxy.isEncrypted) return socket
  const encrypted = encrypt(socket, proxy.hostname)
  try {
    await limit.race(untilSecure(encrypted))
    if (!encrypted.authorized) throw untrusted(proxy.label, issuerOf(encrypted.getPeerCertificate()))
    return encrypted
  } catch (reason) {
    encrypted.destroy()
    throw limit.signal.aborted ? reason : networkFailure(reason, proxy.label)
  }
}

async function countAddresses(hostname: string): Promise<{ ipv4: number; ipv6: number }> {
  const found = await lookup(hostname, { all: true })
  const ipv4 = found.filter(({ family }) => family === 4).length
  return { ipv4, ipv6: found.length - ipv4 }
}

/** A certificate that is not trusted is looked at as well: its issuer tells who answers. The connection is not used. */
function encrypt(socket: Socket, hostname: string): TLSSocket {
  const name = isIP(hostname) ? { host: hostname } : { host: hostname, servername: hostname }
  return connectTls({ socket, ...name, secureContext: trustedContext(), rejectUnauthorized: false })
}

function untilSecure(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject)
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  })
}

function issuerOf({ issuer }: Partial<PeerCertificate>): string | null {
  const name = [issuer?.O, issuer?.CN].flat().filter(Boolean).join(', ')
  return name === '' ? null : toSingleLine(name, [])
}

function untrusted(host: string, issuer: string | null): Failure {
  const message = text('doctor.untrusted', { host, issuer: issuer ?? '–' })
  return new Failure('untrusted-server', withUnreadCertificates(message))
}
