import { url as inspectorUrl } from 'node:inspector'
import { resolve } from 'node:path'
import { app } from 'electron'
import { makePrivateFolder } from '../core/private-files'
import { readOption } from '../core/read-option'
import { codeOf } from '../core/retry-briefly'
import { registerPageScheme } from './pages'

/** The id of the installer's shortcut, by which Windows groups windows and keeps settings for notifications. */
const appUserModelId = 'io.fleep.settings'
/** Any id, but always the same: Windows starts the app by it when a notification is clicked. */
const toastActivator = '{8B9F6C54-3D0E-4C7E-9E57-5B1F0E2A7C31}'

/**
 * To be called before Electron is ready.
 * @returns whether the app can start; false if a file is in the place of its data folder
 */
export function prepareElectron(argv: string[]): boolean {
  // The processes of pages come from one that Electron has started already, without a sandbox if this switch is given.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  if (process.platform === 'win32') {
    app.setAppUserModelId(appUserModelId)
    app.setToastActivatorCLSID(toastActivator)
  }
  refuseDebuggers()
  registerPageScheme()
  const dataFolder = readOption(argv, 'user-data-dir')
  // Electron accepts only absolute paths.
  if (dataFolder) app.setPath('userData', resolve(dataFolder))
  try {
    makePrivateFolder(app.getPath('userData'))
    return true
  } catch (reason) {
    // In a folder that cannot be written for another reason, the app works, and says what it cannot store.
    return !['EEXIST', 'ENOTDIR'].includes(codeOf(reason) ?? '')
  }
}

/**
 * Chromium's own debugger gives its user the page, and with it every command. No fuse of Electron refuses it, so the packed
 * app does, unless a fuse lets Node's debugger in, as in a test. Electron reads the switches later.
 */
function refuseDebuggers(): void {
  if (!app.isPackaged || inspectorUrl()) return
  for (const name of ['remote-debugging-port', 'remote-debugging-pipe']) app.commandLine.removeSwitch(name)
}

/** @returns false if the app already runs. Electron then notifies that process, which shows its window. */
export function isFirstInstance(): boolean {
  return app.requestSingleInstanceLock()
}

export function whenReady(): Promise<void> {
  return app.whenReady()
}

export function quit(): void {
  app.quit()
}
