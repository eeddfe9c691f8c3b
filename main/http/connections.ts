import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import type { TimeLimit } from '../core/time-limit'
import { type CollectedResponse, collectResponse } from './collect-response'
import { Connector } from './connector'
import { isOnThisComputer } from './no-proxy'
import type { ProxyServer } from './proxy'
import { proxyWantsPassword } from './proxy-failure'
import { routesTo } from './routes'
import { proxyAuthorization } from './tunnel'
import { Agent, Pool } from './undici-subset'

export interface ConnectionOptions {
  /** Longest wait for a connection, its TLS handshake included, in milliseconds. */
  connectTimeout: number
  /** Largest response body in bytes, as sent; null for no limit. */
  maxResponseSize: number | null
  /** Certificate authorities to trust in place of all others, as PEM. */
  ca?: string | undefined
}

interface Request extends Dispatcher.RequestOptions {
  origin: string
  headers: Record<string, string | undefined>
}

/** How a request is sent. */
interface Way {
  dispatcher: Dispatcher
  request: Request
  /** The one that gets the request itself. */
  proxy?: ProxyServer
}

/** Connections to servers. They go through a proxy if the environment or the system's settings say so. */
export class Connections {
  private readonly closing = new AbortController()
  private readonly sockets = new Set<Socket>()
  private readonly connector: Connector
  private readonly isOwnForwarded: boolean
  private readonly sizeLimit: { maxResponseSize?: number }
  private toOwn: Dispatcher | undefined
  private toOthers: Dispatcher | undefined
  /** By the proxy's URL: for servers without encryption, which no tunnel is made to. */
  private readonly toProxies = new Map<string, Dispatcher>()
  /** Those that finish the requests that began before {@link renew}. */
  private readonly retired = new Set<Dispatcher>()

  /** @param own the origin of most requests, which take no time to find its connections */
  constructor(
    private readonly options: ConnectionOptions,
    private readonly own?: string | undefined,
  ) {
    const { connectTimeout, ca, maxResponseSize } = options
    this.connector = new Connector({ connectTimeout, ca, ...this.connectorOptions() })
    this.isOwnForwarded = own !== undefined && isForwarded(own)
    this.sizeLimit = maxResponseSize === null ? {} : { maxResponseSize }
  }

  /**
   * Sends a request and reads its whole response.
   * @throws the limit's reason, a Failure that names the proxy, or an error of Node or undici
   */
  collect(request: Request, limit: TimeLimit): Promise<CollectedResponse> {
    const { origin } = request
    const direct = this.dispatcherFor(origin)
    if (origin === this.own ? !this.isOwnForwarded : !isForwarded(origin))
      return collectResponse(direct, request, limit)
    return this.collectForwarded(request, direct, limit)
  }

  /**
   * Sends a request, and returns its response once it begins.
   * @throws as {@link collect} does
   */
  async open(request: Request, limit: TimeLimit): Promise<Dispatcher.ResponseData> {
    const direct = this.dispatcherFor(request.origin)
    const way = isForwarded(request.origin)
      ? await limit.race(this.wayOf(request, direct))
      : { dispatcher: direct, request }
    // The limit also ends a request that waits for a connection, which undici does not.
    const response = await limit.race(way.dispatcher.request({ ...way.request, signal: limit.signal }))
    if (response.statusCode !== 407 || !way.proxy) return response
    response.body.dump().catch(() => undefined)
    throw proxyWantsPassword(way.proxy, challengesIn(response.headers))
  }

  /**
   * Uses new connections from now on. Requests that are under way may finish on theirs.
   * @param longestSilence where given, an old connection on which nothing moves for so long is closed, in milliseconds. Its
   * requests fail as on any lost connection.
   */
  renew(longestSilence?: number): void {
    if (longestSilence !== undefined) this.closeSilent(longestSilence)
    for (const dispatcher of this.dispatchers()) {
      this.retired.add(dispatcher)
      const forget = () => this.retired.delete(dispatcher)
      dispatcher.close().then(forget, forget)
    }
    this.toOwn = undefined
    this.toOthers = undefined
    this.toProxies.clear()
  }

  /** Ends every connection, also those that are being made. Requests that are under way fail. */
  async close(): Promise<void> {
    this.closing.abort(new Error('closed'))
    await Promise.all([...this.dispatchers(), ...this.retired].map((dispatcher) => dispatcher.destroy()))
  }

  private closeSilent(milliseconds: number): void {
    const moved = (socket: Socket) => socket.bytesRead + socket.bytesWritten
    const before = [...this.sockets].map((socket) => ({ socket, bytes: moved(socket) }))
    const closeThem = () => {
      for (const { socket, bytes } of before) {
        if (moved(socket) === bytes) socket.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' }))
      }
    }
    setTimeout(closeThem, milliseconds).unref()
  }

  /** For each connector: what ends it, and where its open connections are noted. */
  private connectorOptions() {
    const onOpen = (socket: Socket) => {
      this.sockets.add(socket.once('close', () => this.sockets.delete(socket)))
    }
    return { signal: this.closing.signal, onOpen }
  }

  private dispatchers(): Dispatcher[] {
    return [this.toOwn, this.toOthers, ...this.toProxies.values()].filter((dispatcher) => dispatcher !== undefined)
  }

  private dispatcherFor(origin: string): Dispatcher {
    const { connect } = this.connector
    if (origin === this.own) {
      this.toOwn ??= new Pool(origin, { connect, ...this.sizeLimit })
      return this.toOwn
    }
    this.toOthers ??= new Agent({ connect, ...this.sizeLimit })
    return this.toOthers
  }

  private async collectForwarded(request: Request, direct: Dispatcher, limit: TimeLimit): Promise<CollectedResponse> {
    const way = await limit.race(this.wayOf(request, direct))
    const response = await collectResponse(way.dispatcher, way.request, limit)
    if (response.status === 407 && way.proxy) throw proxyWantsPassword(way.proxy, challengesIn(response.headers))
    return response
  }

  /** Without encryption, an HTTP proxy gets the whole URL: many allow tunnels only to the ports of encrypted servers. */
  private async wayOf(request: Request, direct: Dispatcher): Promise<Way> {
    const { origin, path, headers } = request
    const [proxy] = await routesTo(new URL(origin))
    if (proxy?.kind !== 'http') return { dispatcher: direct, request }
    const forwarded = {
      ...request,
      path: origin + path,
      headers: { host: new URL(origin).host, ...headers, ...proxyAuthorization(proxy) },
    }
    return { dispatcher: this.toProxy(proxy), request: forwarded, proxy }
  }

  private toProxy(proxy: ProxyServer): Dispatcher {
    const { hostname, port, isEncrypted } = proxy
    const host = hostname.includes(':') ? `[${hostname}]` : hostname
    const url = `${isEncrypted ? 'https' : 'http'}://${host}:${port}`
    const known = this.toProxies.get(url)
    if (known) return known
    const { connectTimeout, ca } = this.options
    const { connect } = new Connector({ connectTimeout, ca, ...this.connectorOptions(), proxy })
    const dispatcher = new Pool(url, { connect, ...this.sizeLimit })
    this.toProxies.set(url, dispatcher)
    return dispatcher
  }
}

function challengesIn(headers: IncomingHttpHeaders): string[] {
  return [headers['proxy-authenticate'] ?? []].flat()
}

/** Whether an HTTP proxy would get the request itself instead of being asked for a tunnel. */
function isForwarded(origin: string): boolean {
  return origin.startsWith('http:') && !isOnThisComputer(new URL(origin).hostname)
}
