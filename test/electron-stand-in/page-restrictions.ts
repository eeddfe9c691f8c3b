import type { OpenRequest, PermissionQuestion } from './wire'
import type { WorldBridge } from './world-bridge'

/** Replaces what a page of Electron's lacks or has to ask for. Runs in the main world, before the page's scripts. */
export function addRestrictions(bridge: WorldBridge): void {
  denyNewWindows((request) => bridge.send('open', request))
  if (window === window.top) {
    askBeforeOtherNavigations((url) => bridge.send('navigate', url))
    askForPermissions(bridge)
    reportKeys(bridge)
  }
  if (/^https:.*\.invalid$/.test(location.origin)) removeStorageOfOrigins()
}

/** As in Electron if the app denies new windows: `window.open` returns null, and a link to a new window does nothing. */
function denyNewWindows(request: (details: OpenRequest) => void): void {
  const open = (url: string, details: Partial<OpenRequest>) =>
    request({ url, frameName: '', features: '', disposition: 'foreground-tab', ...details })
  window.open = (url = '', target = '', features = '') => {
    const frameName = target === '_blank' ? '' : target
    const disposition = /\b(popup|width|height|left|top)\b/.test(features) ? 'new-window' : 'foreground-tab'
    open(new URL(url, document.baseURI).href, { frameName, features, disposition })
    return null
  }
  for (const kind of ['click', 'auxclick'] as const) {
    window.addEventListener(kind, (event) => {
      const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null
      if (!link || event.defaultPrevented || event.button === 2) return
      const disposition = dispositionOf(event)
      if (!disposition && !opensWindow(link.target)) return
      event.preventDefault()
      open(link.href, { frameName: nameOf(link.target), disposition: disposition ?? 'foreground-tab' })
    })
  }
  const openForm = (form: HTMLFormElement) => open(form.action, { frameName: nameOf(form.target) })
  window.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented || !opensWindow(form.target)) return
    event.preventDefault()
    openForm(form)
  })
  const { submit } = HTMLFormElement.prototype
  HTMLFormElement.prototype.submit = function () {
    if (opensWindow(this.target)) openForm(this)
    else submit.call(this)
  }
}

/** What a click with a key or the middle button opens. */
function dispositionOf(event: MouseEvent): OpenRequest['disposition'] | undefined {
  if (event.ctrlKey || event.metaKey || event.button === 1) return event.shiftKey ? 'foreground-tab' : 'background-tab'
  return event.shiftKey ? 'new-window' : undefined
}

/** Whether the target of a link or form is neither this window nor a frame in it. */
function opensWindow(target: string): boolean {
  if (!target || ['_self', '_parent', '_top'].includes(target)) return false
  return !document.querySelector(`iframe[name="${CSS.escape(target)}"]`)
}

function nameOf(target: string): string {
  return target === '_blank' ? '' : target
}

/** Chromium requests nothing for these, so the main process learns of them here only. */
function askBeforeOtherNavigations(request: (url: string) => void): void {
  const { navigation } = window as unknown as { navigation?: EventTarget }
  navigation?.addEventListener('navigate', (event) => {
    const { destination } = event as unknown as { destination: { url: string; sameDocument: boolean } }
    const { protocol } = new URL(destination.url)
    if (destination.sameDocument || ['http:', 'https:', 'about:', 'javascript:'].includes(protocol)) return
    event.preventDefault()
    request(destination.url)
  })
}

function askForPermissions(bridge: WorldBridge): void {
  let lastId = 0
  const waiting = new Map<number, (isGranted: boolean) => void>()
  bridge.on('decision', ({ id, isGranted }: { id: number; isGranted: boolean }) => {
    waiting.get(id)?.(isGranted)
    waiting.delete(id)
  })
  const ask = (permission: string, details: Partial<PermissionQuestion> = {}) =>
    new Promise<boolean>((resolve) => {
      lastId += 1
      waiting.set(lastId, resolve)
      bridge.send('permission', { id: lastId, question: { permission, isCheck: false, ...details } })
    })
  const requireAllowed = async (permission: string, details?: Partial<PermissionQuestion>) => {
    if (!(await ask(permission, details))) throw new DOMException('Permission denied', 'NotAllowedError')
  }
  askForClipboard(requireAllowed)
  askForLocation(ask)
  const { mediaDevices, permissions } = navigator
  if ('Notification' in window) {
    Notification.requestPermission = async () => ((await ask('notifications')) ? 'granted' : 'denied')
  }
  if (mediaDevices) {
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (constraints) => {
      const mediaTypes = [...(constraints?.video ? ['video'] : []), ...(constraints?.audio ? ['audio'] : [])]
      await requireAllowed('media', { mediaTypes })
      return getUserMedia(constraints)
    }
  }
  if (permissions) {
    const query = permissions.query.bind(permissions)
    permissions.query = async (descriptor) => {
      const status = await query(descriptor)
      const names: Record<string, string> = {
        camera: 'media',
        microphone: 'media',
        'clipboard-write': 'clipboard-sanitized-write',
      }
      const isGranted = await ask(names[descriptor.name] ?? descriptor.name, { isCheck: true })
      Object.defineProperty(status, 'state', { value: isGranted ? 'granted' : 'denied' })
      return status
    }
  }
}

function askForClipboard(requireAllowed: (permission: string) => Promise<void>): void {
  const { clipboard } = navigator
  if (!clipboard) return
  for (const name of ['read', 'readText', 'write', 'writeText'] as const) {
    const call = clipboard[name].bind(clipboard) as (...args: unknown[]) => Promise<unknown>
    const permission = name.startsWith('read') ? 'clipboard-read' : 'clipboard-sanitized-write'
    Object.assign(clipboard, {
      [name]: async (...args: unknown[]) => {
        await requireAllowed(permission)
        return call(...args)
      },
    })
  }
}

function askForLocation(ask: (permission: string) => Promise<boolean>): void {
  const { geolocation } = navigator
  if (!geolocation) return
  const denied = { code: 1, message: 'User denied Geolocation', PERMISSION_DENIED: 1 } as GeolocationPositionError
  const { getCurrentPosition, watchPosition } = geolocation
  geolocation.getCurrentPosition = (onSuccess, onError, options) => {
    void ask('geolocation').then((isGranted) => {
      if (isGranted) getCurrentPosition.call(geolocation, onSuccess, onError, options)
      else onError?.(denied)
    })
  }
  geolocation.watchPosition = (onSuccess, onError, options) => {
    void ask('geolocation').then((isGranted) => {
      if (isGranted) watchPosition.call(geolocation, onSuccess, onError, options)
      else onError?.(denied)
    })
    return 0
  }
}

/** Electron triggers an entry of the menu for a key that the page has neither handled nor typed. */
function reportKeys(bridge: WorldBridge): void {
  window.addEventListener('keydown', (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d+$/.test(event.key)
    if (isPlain || !event.isTrusted) return
    const { key, ctrlKey: ctrl, shiftKey: shift, altKey: alt, metaKey: meta } = event
    // After the page's own listeners, which come later.
    setTimeout(() => {
      if (!event.defaultPrevented) bridge.send('key', { key, ctrl, shift, alt, meta })
    })
  })
}

/** A scheme of the app has no cookies, and service workers only with a privilege that the stand-in refuses. */
function removeStorageOfOrigins(): void {
  Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => undefined })
  const refuse = (message: string) => () => Promise.reject(new TypeError(message))
  const { cookieStore } = window as unknown as { cookieStore?: object }
  if (cookieStore) Object.assign(cookieStore, { set: refuse('A cookie cannot be set for this scheme.') })
  if ('serviceWorker' in navigator) {
    ServiceWorkerContainer.prototype.register = refuse(
      'Failed to register a ServiceWorker: The URL protocol of the current origin is not supported.',
    )
  }
}
