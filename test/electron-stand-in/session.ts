import { runInNewContext } from 'node:vm'
import type Electron from 'electron'
import type { Chromium } from './chromium'
import { KnownEvents } from './known-events'
import { record } from './record'
import type { PermissionQuestion } from './wire'

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

/** Electron's names of permissions, with Chromium's names. */
const permissions: Record<string, readonly string[]> = {
  geolocation: ['geolocation'],
  notifications: ['notifications'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  'idle-detection': ['idle-detection'],
  'storage-access': ['storage-access'],
  'window-management': ['window-management'],
}

/**
 * Electron's `session`. The handlers decide whenever a page asks, as in Electron. Chromium gets the decisions, because it
 * cannot wait for them.
 */
export class Session
  extends KnownEvents
  implements
    Pick<
      Electron.Session,
      | 'resolveProxy'
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
    >
{
  /** @param switches Chromium's, by name */
  constructor(private readonly switches: (name: string) => string) {
    super('session', '')
  }

  private requestHandler: RequestHandler = null
  private checkHandler: CheckHandler = null

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.requestHandler = handler
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.checkHandler = handler
  }

  setDevicePermissionHandler(): void {}

  setSpellCheckerEnabled(): void {}

  /**
   * Knows Chromium's switches `--proxy-server`, with a list that holds for every scheme, and `--proxy-pac-url` with a data URL;
   * not the desktop's settings. As in Chromium, this computer is reached without a proxy.
   */
  async resolveProxy(url: string): Promise<string> {
    const { hostname } = new URL(url)
    if (/^(localhost|127\..*|\[::1\])$/.test(hostname)) return 'DIRECT'
    const script = this.switches('proxy-pac-url')
    if (script) {
      const code = await (await fetch(script)).text()
      return String(runInNewContext(`${code}; FindProxyForURL(${JSON.stringify(url)}, ${JSON.stringify(hostname)})`))
    }
    const proxies = this.switches('proxy-server').split(',').filter(Boolean)
    return proxies.length > 0 ? proxies.map(toPacWord).join(';') : 'DIRECT'
  }

  /** Tells Chromium, before a page loads, what the page may find out without asking. */
  async applyChecks(chromium: Chromium, contents: Electron.WebContents, origin: string): Promise<void> {
    if (!this.checkHandler || origin === 'null') return
    await Promise.all(
      Object.keys(permissions).map((name) => setPermission(chromium, name, this.isAllowed(contents, name, origin))),
    )
  }

  /** @param url the page's. @returns whether a page has the permission that it asks for, or asks about */
  async decide(
    chromium: Chromium,
    contents: Electron.WebContents,
    url: string,
    { permission, isCheck, mediaTypes }: PermissionQuestion,
  ): Promise<boolean> {
    if (isCheck) return this.isAllowed(contents, permission, url)
    const isGranted = await this.ask(contents, permission, { requestingUrl: url, isMainFrame: true, mediaTypes })
    await setPermission(chromium, permission, isGranted)
    return isGranted
  }

  /** A page navigates to an address of another program, which is a permission too. */
  async openExternal(contents: Electron.WebContents, url: string): Promise<void> {
    const details = { requestingUrl: contents.getURL(), isMainFrame: true, externalURL: url }
    if (await this.ask(contents, 'openExternal', details)) record.openedUrls.push(url)
  }

  /** Without a handler, Electron grants everything. */
  private ask(contents: Electron.WebContents, permission: string, details: object): Promise<boolean> {
    return new Promise((resolve) => {
      if (!this.requestHandler) resolve(true)
      else {
        this.requestHandler(contents, permission as 'geolocation', resolve, details as Electron.PermissionRequest)
      }
    })
  }

  private isAllowed(contents: Electron.WebContents, permission: string, origin: string): boolean {
    const details = { requestingUrl: origin, isMainFrame: true }
    return this.checkHandler?.(contents, permission as 'geolocation', origin, details as never) ?? true
  }
}

async function setPermission(chromium: Chromium, permission: string, isGranted: boolean): Promise<void> {
  const setting = isGranted ? 'granted' : 'denied'
  await Promise.all(
    (permissions[permission] ?? []).map((name) =>
      // A version of Chromium may lack a permission.
      chromium.send('Browser.setPermission', { permission: { name }, setting }).catch(() => undefined),
    ),
  )
}

/** @param proxy as in `--proxy-server`, such as `socks5://127.0.0.1:1080`; without a scheme it is an HTTP proxy */
function toPacWord(proxy: string): string {
  const [, scheme = 'http', address] = /^(?:(\w+):\/\/)?(.*)$/.exec(proxy) ?? []
  const words: Record<string, string> = {
    http: 'PROXY',
    https: 'HTTPS',
    socks: 'SOCKS5',
    socks5: 'SOCKS5',
    socks4: 'SOCKS',
  }
  return scheme === 'direct' ? 'DIRECT' : `${words[scheme]} ${address}`
}
