/**
 * What the app uses of undici, without its fetch, WebSocket and caches, whose loading took half of the main process's start.
 * The build puts this in the place of `undici` (electron.vite.config.ts); tests run on the whole of it.
 */
import { setFlagsFromString } from 'node:v8'
import request from 'undici/lib/api/api-request.js'
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'

// The parser of HTTP is WebAssembly. V8 would optimize it at the first answers, while the window opens: 80 to 180 ms of a
// core, for a parser that reads a few answers a minute. Electron leaves V8's flags open for its main process.
setFlagsFromString('--wasm-tiering-budget=1000000000')

// As undici itself begins.
Object.assign(Dispatcher.prototype, { request })

export { default as errors } from 'undici/lib/core/errors.js'
export { default as Agent } from 'undici/lib/dispatcher/agent.js'
export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js'
export { default as Pool } from 'undici/lib/dispatcher/pool.js'
