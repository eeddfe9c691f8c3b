import type { Dispatcher } from 'undici'
import { EnvHttpProxyAgent, Pool } from './undici-subset'

export interface ConnectionOptions {
  /** Longest wait for a connection, its TLS handshake included, in milliseconds. */
  connectTimeout: number
  /** Largest response body in bytes, as sent; null for no limit. */
  maxResponseSize: number | null
  /** Certificate authorities to trust in place of the default ones, as PEM. */
  ca?: string | undefined
}

/** Connections to one server. Unless the environment names a proxy, no request spends time on finding the right connection. */
export function connectTo(origin: string, options: ConnectionOptions): Dispatcher {
  return hasProxy() ? connectToAny(options) : new Pool(origin, toDispatcherOptions(options))
}

/** Connections to any server, through the proxy that HTTPS_PROXY or HTTP_PROXY names, unless NO_PROXY excludes the server. */
export function connectToAny(options: ConnectionOptions): Dispatcher {
  const dispatcherOptions = toDispatcherOptions(options)
  const noProxy = process.env.NO_PROXY ?? process.env.no_proxy
  return new EnvHttpProxyAgent({
    ...dispatcherOptions,
    // TLS to the server inside the tunnel does not use `connect`.
    requestTls: dispatcherOptions.connect,
    // A server on this computer is never behind a proxy.
    noProxy: [noProxy, 'localhost', '127.0.0.1', '[::1]'].filter(Boolean).join(','),
  })
}

function hasProxy(): boolean {
  const { http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY } = process.env
  return Boolean(http_proxy || HTTP_PROXY || https_proxy || HTTPS_PROXY)
}

function toDispatcherOptions({ connectTimeout, maxResponseSize, ca }: ConnectionOptions) {
  return {
    connect: { timeout: connectTimeout, ...(ca && { ca }) },
    ...(maxResponseSize !== null && { maxResponseSize }),
  }
}
