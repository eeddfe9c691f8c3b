import { contextBridge, ipcRenderer } from 'electron'
import type { AppState } from '../contract'
import type { Bridge } from '../contract/bridge'
import { channels } from '../contract/channels'
import type { Language } from '../texts/languages'

let latest: AppState | null = null
const listeners: ((state: Partial<AppState>) => void)[] = []
ipcRenderer.on(channels.state, (_event, state: AppState) => {
  latest = state
  for (const listener of listeners) listener(state)
})
ipcRenderer.on(channels.changes, (_event, changes: Partial<AppState>) => {
  // The whole state will include a change that arrives before it.
  if (!latest) return
  latest = { ...latest, ...changes }
  for (const listener of listeners) listener(changes)
})
// Requested before the page's script runs, so that both have arrived when it does.
void ipcRenderer.invoke(channels.requestState)
let language: Promise<Language> | null = ipcRenderer.invoke(channels.readLanguage)

const bridge: Bridge = {
  run: (name, input) => ipcRenderer.invoke(channels.command, name, input),
  readLanguage: () => {
    const requested = language ?? ipcRenderer.invoke(channels.readLanguage)
    language = null
    return requested
  },
  onState: (listener) => {
    listeners.push(listener)
    if (latest) listener(latest)
  },
}

contextBridge.exposeInMainWorld('fleepSettings', bridge)
