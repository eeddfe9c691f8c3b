import { resolve } from 'node:path'
import { app } from 'electron'
import { makePrivateFolder } from '../core/private-files'
import { readOption } from '../core/read-option'
import { codeOf } from '../core/retry-briefly'
import { registerPageScheme } from './pages'

/**
 * To be called before Electron is ready.
 * @returns whether the app can start; false if a file is in the place of its data folder
 */
export function prepareElectron(argv: string[]): boolean {
  app.enableSandbox()
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
