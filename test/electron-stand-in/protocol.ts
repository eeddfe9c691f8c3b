import type Electron from 'electron'
import { readiness, requireReady } from './readiness'

type Handler = (request: Request) => Response | Promise<Response>

/**
 * Electron's `protocol`. The app's scheme is served on a reserved https origin, so that Chromium treats it as a standard,
 * secure scheme: Chromium sees `app://settings/x` as `https://settings.app.invalid/x`.
 */
export class Protocol
  implements Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged' | 'isProtocolHandled'>
{
  private readonly schemes = new Set<string>()
  private readonly handlers = new Map<string, Handler>()

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (readiness.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of schemes) this.schemes.add(scheme)
  }

  handle(scheme: string, handler: Handler): void {
    requireReady('Session can only be received when app is ready')
    if (!this.schemes.has(scheme)) throw new Error(`the stand-in has no scheme '${scheme}': register it as privileged`)
    this.handlers.set(scheme, handler)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme)
  }

  /** @param url as the app writes it. @returns undefined for a scheme that the app does not handle */
  handlerFor(url: string): Handler | undefined {
    return this.handlers.get(schemeOf(url))
  }

  toChromium(url: string): string {
    const scheme = schemeOf(url)
    if (!this.schemes.has(scheme)) return url
    const { host, pathname, search, hash } = new URL(url)
    return `https://${host}.${scheme}.invalid${pathname}${search}${hash}`
  }

  fromChromium(url: string): string {
    const match = /^https:\/\/([^/]+)\.([a-z]+)\.invalid(\/.*)?$/s.exec(url)
    if (!match?.[2] || !this.schemes.has(match[2])) return url
    return `${match[2]}://${match[1]}${match[3] ?? '/'}`
  }
}

function schemeOf(url: string): string {
  return url.slice(0, Math.max(0, url.indexOf(':')))
}
