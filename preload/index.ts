import { contextBridge, ipcRenderer } from 'electron'
import type { AppState } from '../contract'
import type { Bridge } from '../contract/bridge'
import { channels } from '../contract/channels'
import type { Language } from '../texts/languages'

let latest: AppState | null = null
const listeners: ((state: Partial<AppState>) => void)[] = []
ipcRenderer.on(channels.state, (_event, state: AppState) => {
  latest = state
  for (const hear of listeners) hear(state)
})
ipcRenderer.on(channels.changes, (_event, changes: Partial<AppState>) => {
  // What comes before the whole is in it.
  if (!latest) return
  latest = { ...latest, ...changes }
  for (const hear of listeners) hear(changes)
})
/** Asked for at once, so that it is there when the page's script is. */
void ipcRenderer.invoke(channels.followState)
/** The first one is, too. */
let language: Promise<Language> | null = ipcRenderer.invoke(channels.readLanguage)

const bridge: Bridge = {
  run: (name, input) => ipcRenderer.invoke(channels.command, name, input),
  readLanguage: () => {
    const read = language ?? ipcRenderer.invoke(channels.readLanguage)
    language = null
    return read
  },
  onState: (listener) => {
    listeners.push(listener)
    if (latest) listener(latest)
  },
}

contextBridge.exposeInMainWorld('fleepSettings', bridge)
