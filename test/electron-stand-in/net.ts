import http from 'node:http'
import https from 'node:https'
import type Electron from 'electron'

type Request = Electron.ClientRequestConstructorOptions & { session?: unknown; redirect?: unknown }

/** Electron's `net` for a client that follows redirects itself: Node's requests emit the same events. */
export const net = {
  request({ session: _session, redirect: _redirect, ...options }: Request): http.ClientRequest {
    const client = options.protocol === 'https:' ? https : http
    return client.request(options as http.RequestOptions)
  },
}
