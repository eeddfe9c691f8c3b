/**
 * What the app uses of undici, without its fetch, WebSocket and caches, whose loading took half of the main process's start.
 * The build puts this in the place of `undici` (electron.vite.config.ts); tests run on the whole of it.
 */
import api from 'undici/lib/api/index.js'
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'

// As undici itself begins.
Object.assign(Dispatcher.prototype, { request: api.request })

export { default as errors } from 'undici/lib/core/errors.js'
export { default as Agent } from 'undici/lib/dispatcher/agent.js'
export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js'
export { default as Pool } from 'undici/lib/dispatcher/pool.js'
