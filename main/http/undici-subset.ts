/**
 * The parts of undici that the app uses. Loading all of undici, with its fetch, WebSocket and caches, took half of the main
 * process's start. Nothing else in the app imports undici, so tests, bench and build run the same code.
 */
import type * as undici from 'undici'
import connect from 'undici/lib/api/api-connect.js'
import request from 'undici/lib/api/api-request.js'
import errorClasses from 'undici/lib/core/errors.js'
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'
import EnvHttpProxyAgentClass from 'undici/lib/dispatcher/env-http-proxy-agent.js'
import PoolClass from 'undici/lib/dispatcher/pool.js'

// undici's own index.js adds all its API methods in this way. A proxy agent calls `connect` on its dispatcher.
Object.assign(Dispatcher.prototype, { connect, request })

export const errors: typeof undici.errors = errorClasses
export const EnvHttpProxyAgent: typeof undici.EnvHttpProxyAgent = EnvHttpProxyAgentClass
export const Pool: typeof undici.Pool = PoolClass
