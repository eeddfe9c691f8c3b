import { addRestrictions } from './page-restrictions'
import { refuseTheRest } from './refuse'
import { decode, encode, type FromPage, ownChannels, type ToPage } from './wire'
import { WorldBridge } from './world-bridge'

/** Runs in the page's main world before its scripts: defines what the preload exposes on `window`. */
export function startMainWorld(key: string): void {
  const bridge = new WorldBridge(key, 'main')
  bridge.onExpose = (name, api) => {
    if (name in window) throw new Error(`Cannot bind an API on top of an existing property on the window object`)
    Object.defineProperty(window, name, { value: api, enumerable: true })
  }
  addRestrictions(bridge)
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
  for (const name of ['open', 'navigate', 'key'] as const) {
    bridge.on(name, (detail: unknown) => post({ channel: ownChannels[name], args: [detail] }))
  }
  bridge.on('permission', async ({ id, question }: { id: number; question: unknown }) => {
    bridge.send('decision', { id, isGranted: await ipcRenderer.invoke(ownChannels.permission, question) })
  })
  const contextBridge = refuseTheRest('contextBridge', {
    exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api),
  })
  const electron = refuseTheRest('electron (in a preload)', { ipcRenderer, contextBridge })

  const module = { exports: {} }
  const require = (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name} (a sandboxed preload can only require electron)`)
  }
  try {
    preload(require, module, module.exports)
  } catch (reason) {
    post({ channel: ownChannels.preloadError, args: [String(reason)] })
    throw reason
  }
}
