import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { channels } from '../../contract/channels'
import type { CommandRunner } from '../core/command-runner'
import type { Store } from '../core/store'
import { currentLanguage } from '../core/text'
import { isFromSettings } from './sender'
import type { SettingsWindow } from './window'

/** The window's three questions and the two messages to it. */
export function connectWindow(window: SettingsWindow, runner: Promise<CommandRunner>, store: Store): void {
  const answerOnly = <Answer>(answer: (...args: unknown[]) => Answer) => {
    return (event: IpcMainInvokeEvent, ...args: unknown[]): Answer => {
      if (!isFromSettings(event, window.contents, window.url)) throw new Error('Only the settings window may ask this.')
      return answer(...args)
    }
  }
  ipcMain.handle(
    channels.command,
    answerOnly(async (name, input) => (await runner).run(name, input)),
  )
  ipcMain.handle(
    channels.requestState,
    answerOnly(() => window.contents?.send(channels.state, store.state)),
  )
  ipcMain.handle(
    channels.readLanguage,
    answerOnly(() => currentLanguage()),
  )
  store.onChange((_state, changes) => window.contents?.send(channels.changes, changes))
}
