import { EventEmitter } from 'node:events'
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
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
    >
{
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
