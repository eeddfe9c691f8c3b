import { contextBridge, ipcRenderer } from 'electron'
import { channels } from './channels'
import type { AppState, Bridge } from './contract'

/** Asked for at once, so that it is there when the page's script is; a newer one takes its place. */
let latest: Promise<AppState> = ipcRenderer.invoke(channels.readState)
let hear: (state: AppState) => void = () => undefined
ipcRenderer.on(channels.state, (_event, state: AppState) => {
  latest = Promise.resolve(state)
  hear(state)
})

const bridge: Bridge = {
  run: (name, input) => ipcRenderer.invoke(channels.command, name, input),
  readState: () => latest,
  onState: (listener) => {
    hear = listener
  },
}

contextBridge.exposeInMainWorld('fleepSettings', bridge)
