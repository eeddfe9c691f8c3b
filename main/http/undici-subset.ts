/**
 * The parts of undici that the app uses. Loading all of undici, with its fetch, WebSocket and caches, took half of the main
 * process's start. Nothing else in the app imports undici, so tests, bench and build run the same code.
 */
import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type * as undici from 'undici'
import request from 'undici/lib/api/api-request.js'
import connectorBuilder from 'undici/lib/core/connect.js'
import errorClasses from 'undici/lib/core/errors.js'
import socks5 from 'undici/lib/core/socks5-client.js'
import AgentClass from 'undici/lib/dispatcher/agent.js'
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'
import PoolClass from 'undici/lib/dispatcher/pool.js'

// undici's own index.js adds all its API methods in this way.
Object.assign(Dispatcher.prototype, { request })

/** undici has no types for it. Emits `authenticated`, `connected`, `error` and `close`. */
interface Socks5 extends EventEmitter {
  /** What the proxy has said and was not understood yet. */
  buffer: Buffer
  handshake(): void
  connect(hostname: string, port: number): void
  onSocketError(error: Error): void
  onSocketClose(): void
}

export const errors: typeof undici.errors = errorClasses
export const Agent: typeof undici.Agent = AgentClass
export const Pool: typeof undici.Pool = PoolClass
export const createTlsConnector: typeof undici.buildConnector = connectorBuilder
export const Socks5Client: new (socket: Socket, login: { username: string; password: string }) => Socks5 =
  socks5.Socks5Client
