import { EventEmitter } from 'node:events'
import { runInNewContext } from 'node:vm'
import type Electron from 'electron'
import type { Chromium } from './chromium'

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

/** Electron's names of permissions, with Chromium's names. */
const permissions = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  media: 'camera',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'idle-detection': 'idle-detection',
  'storage-access': 'storage-access',
} as const

/** Electron's default `session`. The permission handlers are called once per page, and Chromium gets their decisions. */
export class Session
  extends EventEmitter
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
    super()
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

  /** Decides every permission before the page loads, because Chromium cannot call us while a page waits. */
  async applyPermissions(chromium: Chromium, contents: Electron.WebContents, origin: string): Promise<void> {
    if (!this.requestHandler || !this.checkHandler) return
    const settings = Object.entries(permissions).map(([name, chromiumName]) =>
      chromium.send('Browser.setPermission', {
        permission: { name: chromiumName },
        setting: this.allows(name as keyof typeof permissions, contents, origin) ? 'granted' : 'denied',
      }),
    )
    await Promise.all(settings)
  }

  private allows(name: keyof typeof permissions, contents: Electron.WebContents, origin: string): boolean {
    const details = { requestingUrl: origin, isMainFrame: true }
    let granted = false
    this.requestHandler?.(
      contents,
      name as 'geolocation',
      (answer) => {
        granted = answer
      },
      details as Electron.PermissionRequest,
    )
    return granted && this.checkHandler?.(contents, name as 'geolocation', origin, details as never) === true
  }
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
