import { contextBridge, ipcRenderer } from 'electron'
import { channels } from './channels'
import type { AppState, Bridge } from './contract'

const bridge: Bridge = {
  run: (name, input) => ipcRenderer.invoke(channels.command, name, input),
  readState: () => ipcRenderer.invoke(channels.readState),
  onState: (listener) => {
    ipcRenderer.on(channels.state, (_event, state: AppState) => listener(state))
  },
}

contextBridge.exposeInMainWorld('fleepSettings', bridge)
