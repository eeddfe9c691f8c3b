import { CommandRunner } from '../core/command-runner'
import type { Log } from '../core/log'
import { readOption } from '../core/read-option'
import type { Store } from '../core/store'
import type { AppPreferences } from '../electron/app-preferences'
import type { Closing } from '../electron/closing'
import { type AppInfo, showErrorBox } from '../electron/electron-app'
import { notifyOfReadyExports } from '../electron/export-notifications'
import { chooseFile, chooseSaveLocation } from '../electron/file-dialog'
import { notifyOfFailedMailServers } from '../electron/mail-server-notifications'
import { Menus } from '../electron/menus'
import { findUpdateSource } from '../electron/updater'
import type { SettingsWindow } from '../electron/window'
import type { Diagnostics } from '../features/app/diagnostics'
import type { PreferencesFile } from '../features/app/preferences-file'
import { Updates } from '../features/updates/updates'
import { parseServerAddress } from '../fleep/server-address'
import { tryOsKeychain } from '../keychain/check-keychain'
import { OsKeychain } from '../keychain/keychain'
import { showManagedSettings } from '../managed/show-managed-settings'
import { prepareNetwork } from './prepare-network'
import { createServices } from './services'

export interface BackgroundOptions {
  info: AppInfo
  store: Store
  window: SettingsWindow
  preferences: PreferencesFile
  appPreferences: AppPreferences
  closing: Closing
  diagnostics: Diagnostics
  log: Log
  /** Called with an unexpected exception. */
  recordDefect(reason: unknown): void
}

export type Background = Awaited<ReturnType<typeof startBackground>>

/** Starts everything except the window: session, commands, menus and updates. To be called once Electron is ready. */
export async function startBackground({
  info,
  store,
  window,
  preferences,
  appPreferences,
  closing,
  diagnostics,
  log,
  recordDefect,
}: BackgroundOptions) {
  const declinedVersion = {
    read: () => preferences.read().declinedUpdate,
    write: (declinedUpdate: string) => preferences.write({ declinedUpdate }),
  }
  const { managed, refusal } = await prepareNetwork()
  if (managed) showManagedSettings(managed, store)
  const findSource = () => findUpdateSource((install) => void closing.quit(install), managed?.values.updates)
  const updates = new Updates(store, findSource, declinedVersion, recordDefect)
  const { session, current, pictures, links, mailServers, handlers } = createServices({
    store,
    keychain: new OsKeychain(info.name),
    tryKeychain: tryOsKeychain(info.name),
    dataFolder: info.dataFolder,
    chooseFile: (kind) => chooseFile(window.current, kind),
    chooseSaveLocation: (name) => chooseSaveLocation(window.current, name),
    changeApp: (changes) => appPreferences.change(changes),
    answerClose: (answer) => closing.receive(answer),
    reportDefect: recordDefect,
    diagnostics,
    updates,
  })
  const { server, problem } = serverFromCommandLine()
  const restored = session.restore(server)
  const runner = new CommandRunner({
    handlers,
    context: () => current.context,
    reportDefect: recordDefect,
    onFailure: (name, code) => {
      diagnostics.recordFailure(name, code)
      log('warn', 'command failed', { name, code })
    },
  })
  const menus = new Menus({ window, runner, store, closing }, (localUrl) => pictures.read(localUrl))
  notifyOfReadyExports(store, () => menus.openPanel('data'))
  notifyOfFailedMailServers(mailServers.fleepFailures, (id) => menus.openPanel('smtp', null, id))
  if (problem) showErrorBox('--server', problem)
  if (refusal) showErrorBox('--authorities', refusal.message)
  void restored.then(() => updates.watch())
  return { session, pictures, links, runner }
}

/** @returns the server of the option `--server`, which fills the sign-in form, or the problem with its value */
function serverFromCommandLine(): { server?: string; problem?: string } {
  const value = readOption(process.argv, 'server')
  if (!value) return {}
  try {
    return { server: parseServerAddress(value) }
  } catch (reason) {
    return { problem: (reason as Error).message }
  }
}
