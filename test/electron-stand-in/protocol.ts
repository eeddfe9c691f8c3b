import type Electron from 'electron'
import { readiness, requireReady } from './readiness'

type Handler = (request: Request) => Response | Promise<Response>

/** The privileges that have an effect here; `codeCache` would only make a page start faster. */
const privileges = ['standard', 'secure', 'supportFetchAPI', 'codeCache', 'stream']

/**
 * Electron's `protocol`. The app's scheme is served on a reserved https origin, so that Chromium treats it as a standard,
 * secure scheme: Chromium sees `app://settings/x` as `https://settings.app.invalid/x`.
 */
export class Protocol
  implements Pick<Electron.Protocol, 'handle' | 'unhandle' | 'registerSchemesAsPrivileged' | 'isProtocolHandled'>
{
  private readonly schemes = new Map<string, Electron.Privileges>()
  private readonly handlers = new Map<string, Handler>()

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (readiness.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges: given = {} } of schemes) {
      const missing = Object.entries(given).find(([name, value]) => value && !privileges.includes(name))
      if (missing) throw new Error(`the stand-in has no privilege ${missing[0]} of a scheme`)
      this.schemes.set(scheme, given)
    }
  }

  handle(scheme: string, handler: Handler): void {
    requireReady('Session can only be received when app is ready')
    if (!this.schemes.get(scheme)?.standard) {
      throw new Error(`the stand-in has no scheme '${scheme}': register it as privileged and standard`)
    }
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    this.handlers.set(scheme, handler)
  }

  unhandle(scheme: string): void {
    if (!this.handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme)
  }

  /** @param url as the app writes it. @returns undefined for a scheme that the app does not handle */
  handlerFor(url: string): Handler | undefined {
    return this.handlers.get(schemeOf(url))
  }

  /** Whether `fetch` may request it: a scheme of the app needs a privilege for that. */
  mayFetch(url: string): boolean {
    const given = this.schemes.get(schemeOf(url))
    return given === undefined || given.supportFetchAPI === true
  }

  toChromium(url: string): string {
    const scheme = schemeOf(url)
    if (!this.schemes.has(scheme)) return url
    const { host, pathname, search, hash } = new URL(url)
    return `https://${host}.${scheme}.invalid${pathname}${search}${hash}`
  }

  fromChromium(url: string): string {
    const match = /^https:\/\/([^/]+)\.([a-z0-9-]+)\.invalid(\/.*)?$/s.exec(url)
    if (!match?.[2] || !this.schemes.has(match[2])) return url
    return `${match[2]}://${match[1]}${match[3] ?? '/'}`
  }
}

function schemeOf(url: string): string {
  return url.slice(0, Math.max(0, url.indexOf(':')))
}
