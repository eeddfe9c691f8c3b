import { contextBridge, ipcRenderer } from 'electron'
import type { Language } from '../texts/languages'
import { channels } from './channels'
import type { AppState, Bridge } from './contract'

/** Asked for at once, so that it is there when the page's script is; a newer one takes its place. */
let latest: Promise<AppState> = ipcRenderer.invoke(channels.readState)
/** The first one is asked for at once, too. */
let language: Promise<Language> | null = ipcRenderer.invoke(channels.readLanguage)
let hear: (state: AppState) => void = () => undefined
ipcRenderer.on(channels.state, (_event, state: AppState) => {
  latest = Promise.resolve(state)
  hear(state)
})

const bridge: Bridge = {
  run: (name, input) => ipcRenderer.invoke(channels.command, name, input),
  readState: () => latest,
  readLanguage: () => {
    const read = language ?? ipcRenderer.invoke(channels.readLanguage)
    language = null
    return read
  },
  onState: (listener) => {
    hear = listener
  },
}

contextBridge.exposeInMainWorld('fleepSettings', bridge)
