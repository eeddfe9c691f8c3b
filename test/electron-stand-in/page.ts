import { refuseTheRest } from './refuse'
import { decode, encode, type FromPage, openChannel, type ToPage } from './wire'
import { WorldBridge } from './world-bridge'

/** Runs in the page's main world before its scripts: defines what the preload exposes on `window`. */
export function startMainWorld(key: string): void {
  const bridge = new WorldBridge(key, 'main')
  bridge.onExpose = (name, api) => Object.defineProperty(window, name, { value: api, enumerable: true })
  denyNewWindows((url) => bridge.send('open', url))
}

/** As in Electron if the app denies new windows: `window.open` returns null, and a link to a new window does nothing. */
function denyNewWindows(onRequest: (url: string) => void): void {
  window.open = (url = '') => {
    onRequest(new URL(url, document.baseURI).href)
    return null
  }
  for (const kind of ['click', 'auxclick'] as const) {
    window.addEventListener(kind, (event) => {
      const link = (event.target as Element | null)?.closest?.('a')
      if (!link?.target || link.target === '_self' || event.defaultPrevented) return
      event.preventDefault()
      onRequest(link.href)
    })
  }
}

type Preload = (require: (name: string) => unknown, module: { exports: object }, exports: object) => void
type Listener = (event: object, ...args: unknown[]) => void

/** Runs in the isolated world of the main frame: runs the preload with its `require('electron')`. */
export function startIsolatedWorld(key: string, binding: string, preload: Preload): void {
  if (window !== window.top) return
  const world = globalThis as unknown as Record<string, (text: string) => void>
  const post = (message: FromPage) => world[binding]?.(encode(message))
  const pending = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>()
  const listeners = new Map<string, Set<Listener>>()
  let lastId = 0

  world[`${binding}Receive`] = (text) => {
    const message = decode(text) as ToPage
    if (message.kind === 'message') {
      for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args)
      return
    }
    const call = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'answer') call?.resolve(message.value)
    else call?.reject(new Error(message.message))
  }

  const removeListener = (channel: string, listener: Listener) => void listeners.get(channel)?.delete(listener)
  const ipcRenderer = refuseTheRest('ipcRenderer', {
    send: (channel: string, ...args: unknown[]) => post({ channel, args }),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        post({ channel, id, args })
        pending.set(id, { resolve, reject })
      }),
    on: (channel: string, listener: Listener) => {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
    },
    removeListener,
    off: removeListener,
  })
  const bridge = new WorldBridge(key, 'isolated')
  bridge.on('open', (url: string) => post({ channel: openChannel, args: [url] }))
  const contextBridge = refuseTheRest('contextBridge', {
    exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api),
  })
  const electron = refuseTheRest('electron (in a preload)', { ipcRenderer, contextBridge })

  const module = { exports: {} }
  preload(
    (name) => {
      if (name === 'electron') return electron
      throw new Error(`module not found: ${name} (a sandboxed preload can only require electron)`)
    },
    module,
    module.exports,
  )
}
