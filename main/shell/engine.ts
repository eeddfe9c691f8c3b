import { app, dialog } from 'electron'
import { CommandRunner } from '../commands/runner'
import type { Diagnostics } from '../diagnostics/diagnostics'
import type { Log } from '../diagnostics/log'
import { parseServerAddress } from '../fleep/server-address'
import { OsKeychain } from '../keychain/keychain'
import { createParts } from '../parts'
import type { PreferencesFile } from '../preferences'
import type { Store } from '../store'
import { Updates } from '../updates/updates'
import { readOption } from './command-line'
import { noticeExports } from './export-notice'
import { chooseFile, chooseTarget } from './file-dialog'
import { Menus } from './menus'
import type { ThisAppSettings } from './this-app'
import { findUpdateSource } from './updater'
import type { SettingsWindow } from './window'

export interface EngineParts {
  store: Store
  window: SettingsWindow
  preferences: PreferencesFile
  thisApp: ThisAppSettings
  diagnostics: Diagnostics
  log: Log
  noteDefect(reason: unknown): void
}

export type Engine = ReturnType<typeof startEngine>

/**
 * All that works behind the window: session, commands, menus, updates. It is what takes long to load, so the window does
 * not wait for it. Electron is ready by now.
 */
export function startEngine({ store, window, preferences, thisApp, diagnostics, log, noteDefect }: EngineParts) {
  const updates = new Updates(store, findUpdateSource, {
    read: () => preferences.read().declinedUpdate,
    write: (declinedUpdate) => preferences.write({ declinedUpdate }),
  })
  const { session, pictures, links, handlers } = createParts({
    store,
    keychain: new OsKeychain(app.name),
    dataFolder: app.getPath('userData'),
    chooseFile: (kind) => chooseFile(window.current, kind),
    chooseTarget: (name) => chooseTarget(window.current, name),
    changeApp: (changes) => thisApp.change(changes),
    diagnostics,
    updates,
  })
  const { server, problem } = serverFromCommandLine()
  const restored = session.restore(server)
  const runner = new CommandRunner(
    handlers,
    noteDefect,
    () => session.accountId,
    (name, code) => {
      diagnostics.failed(name, code)
      log('warn', 'command failed', { name, code })
    },
  )
  const menus = new Menus(window, runner, store, (address) => pictures.read(address))
  noticeExports(store, () => menus.open('data'))
  if (problem) dialog.showErrorBox('--server', problem)
  void restored.then(() => updates.watch())
  return { session, pictures, links, runner }
}

/** `--server=https://…` or `--server https://…`: fills the sign-in form; a session that is stored for another server is not touched. */
function serverFromCommandLine(): { server?: string; problem?: string } {
  const typed = readOption(process.argv, 'server')
  if (!typed) return {}
  try {
    return { server: parseServerAddress(typed) }
  } catch (reason) {
    return { problem: (reason as Error).message }
  }
}
