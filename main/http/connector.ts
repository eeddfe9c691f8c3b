import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { buildConnector } from 'undici'
import { TimeLimit } from '../core/time-limit'
import { acceptContinue } from './accept-continue'
import { contextOf, quickContext, trustedContext } from './authorities'
import { isUnknownAuthority, networkFailure, requestTimeout } from './network-failure'
import { openSocket } from './open-socket'
import { type ProxyServer, type Route, withoutBrackets } from './proxy'
import { ProxyUnreachable, proxyTimeout, proxyUnreachable } from './proxy-failure'
import { routesTo } from './routes'
import { openTunnel } from './tunnel'
import { createTlsConnector } from './undici-subset'

export interface ConnectorOptions {
  /** Longest time until a connection can be used, including a proxy's answer and the TLS handshake, in milliseconds. */
  connectTimeout: number
  /** Certificate authorities to trust in place of all others, as PEM. */
  ca?: string | undefined
  /** Fires when connections that are being made are not wanted any more. */
  signal: AbortSignal
  /** Called with each connection once it can be used. */
  onOpen(socket: Socket): void
  /** The connections end at this proxy; otherwise they lead to the server that undici names. */
  proxy?: ProxyServer
}

type Target = buildConnector.Options

/** Makes connections for undici: it finds the route, connects to the server or its proxy, and encrypts. */
export class Connector {
  private encryptWith: { context: SecureContext; connect: buildConnector.connector } | undefined
  private readonly ownContext: SecureContext | undefined

  constructor(private readonly options: ConnectorOptions) {
    if (options.ca) this.ownContext = contextOf(options.ca)
  }

  readonly connect: buildConnector.connector = (target, callback) => {
    this.open(target).then(
      (socket) => {
        this.options.onOpen(socket)
        callback(null, acceptContinue(socket))
      },
      (reason) => callback(withoutCode(reason), null),
    )
  }

  /** The system's authorities are read only if a certificate is not trusted without them. */
  private async open(target: Target): Promise<Socket> {
    const context = target.protocol === 'https:' ? (this.ownContext ?? quickContext()) : undefined
    try {
      return await this.openOnce(target, context)
    } catch (reason) {
      if (this.ownContext || !isUnknownAuthority(reason) || context === trustedContext()) throw reason
      return this.openOnce(target, trustedContext())
    }
  }

  private async openOnce(target: Target, context: SecureContext | undefined): Promise<Socket> {
    const begin = Date.now()
    const { proxy, connectTimeout } = this.options
    const routes = proxy ? [proxy] : await routesTo(new URL(`${target.protocol}//${target.host}`))
    let firstReason: unknown
    for (const [index, candidate] of routes.entries()) {
      // The routes share the time, so that a dead proxy leaves some to the next one.
      const share = (connectTimeout - (Date.now() - begin)) / (routes.length - index)
      try {
        return await this.openVia(candidate, target, context, Math.max(share, 1))
      } catch (reason) {
        firstReason ??= reason
        if (this.options.signal.aborted) break
        if (reason instanceof ProxyUnreachable) continue
        // A proxy that answers says more than an earlier one that cannot be reached.
        if (candidate) throw reason
        break
      }
    }
    throw firstReason
  }

  private async openVia(
    route: Route,
    target: Target,
    context: SecureContext | undefined,
    milliseconds: number,
  ): Promise<Socket> {
    let isTunnelOpen = route === null
    const tooLate = () => (route && !isTunnelOpen ? proxyTimeout(route) : requestTimeout(String(target.host)))
    const limit = new TimeLimit(milliseconds, tooLate, this.options.signal)
    let socket: Socket | undefined
    try {
      const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
      const server = { hostname: withoutBrackets(target.hostname), port }
      socket = route ? await this.reachProxy(route, limit) : await openSocket(server.hostname, port, limit.signal)
      if (route && this.options.proxy) return socket
      if (route) {
        await limit.race(openTunnel(socket, route, server))
        isTunnelOpen = true
      }
      if (context) return await limit.race(this.encrypt(socket, target, context))
      return socket.setNoDelay(true).setKeepAlive(true, 60_000)
    } catch (reason) {
      socket?.destroy()
      throw limit.aborted ? limit.reason : reason
    } finally {
      limit.end()
    }
  }

  private async reachProxy(proxy: ProxyServer, limit: TimeLimit): Promise<Socket> {
    const { hostname, port, isEncrypted, label } = proxy
    let socket: Socket
    try {
      socket = await openSocket(hostname, port, limit.signal)
    } catch (reason) {
      throw limit.aborted ? reason : proxyUnreachable(proxy)
    }
    if (!isEncrypted) return socket
    const asTarget = { hostname, host: hostname, port: String(port), protocol: 'https:' }
    try {
      return await limit.race(this.encrypt(socket, asTarget, this.ownContext ?? trustedContext()))
    } catch (reason) {
      socket.destroy()
      throw limit.aborted ? reason : networkFailure(reason, label)
    }
  }

  /** undici's own function resumes TLS sessions. */
  private encrypt(socket: Socket, target: Target, context: SecureContext): Promise<Socket> {
    if (this.encryptWith?.context !== context) {
      this.encryptWith = {
        context,
        connect: createTlsConnector({
          secureContext: context,
          timeout: 0,
          // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
          rejectUnauthorized: true,
        }),
      }
    }
    const { connect } = this.encryptWith
    return new Promise((resolve, reject) => {
      connect({ ...target, httpSocket: socket }, (error, encrypted) => (error ? reject(error) : resolve(encrypted)))
    })
  }
}

/** undici repeats a connection for ever after errors with some codes, so it gets none. The cause has it. */
function withoutCode(reason: unknown): Error {
  return new Error('no connection', { cause: reason })
}
