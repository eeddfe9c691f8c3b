import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { channels } from '../../contract/channels'
import type { CommandRunner } from '../core/command-runner'
import type { Store } from '../core/store'
import { currentLanguage } from '../core/text'
import { isFromSettings } from './sender'
import type { SettingsWindow } from './window'

/** Handles the IPC channels of the settings window and sends it every change of the state. */
export function connectWindow(window: SettingsWindow, runner: Promise<CommandRunner>, store: Store): void {
  const handle = (channel: string, handler: (...args: unknown[]) => unknown) => {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      if (!isFromSettings(event, window.contents, window.url))
        throw new Error('Only the settings window may call this.')
      return handler(...args)
    })
  }
  handle(channels.command, async (name, input) => (await runner).run(name, input))
  handle(channels.requestState, () => window.contents?.send(channels.state, store.state))
  handle(channels.readLanguage, () => currentLanguage())
  store.onChange((_state, changes) => window.contents?.send(channels.changes, changes))
}
