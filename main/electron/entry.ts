import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { readOption } from '../core/read-option'
import { registerPageScheme } from './pages'

/** To be called before Electron is ready. */
export function prepareElectron(argv: string[]): void {
  app.enableSandbox()
  registerPageScheme()
  const dataFolder = readOption(argv, 'user-data-dir')
  if (dataFolder) app.setPath('userData', dataFolder)
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

export interface CommandProcess {
  appName: string
  /** The folder with the app's files. */
  dataFolder: string
  exit(code: number): void
}

/** Prepares this process for a command: without a window, and with a temporary folder for Chromium's files. */
export function startCommandProcess(): CommandProcess {
  app.dock?.hide()
  // The usual folder may be in use by the running app.
  const chromiumFolder = mkdtempSync(join(app.getPath('temp'), 'fleep-settings-'))
  app.setPath('sessionData', chromiumFolder)
  return {
    appName: app.name,
    dataFolder: app.getPath('userData'),
    exit(code) {
      rmSync(chromiumFolder, { recursive: true, force: true })
      app.exit(code)
    },
  }
}
