import { app, clipboard, dialog, powerMonitor, session } from 'electron'
import type { Versions } from '../features/app/diagnostics'
import { restrictEveryPage } from './page-restrictions'
import type { SettingsWindow } from './window'

/** The facts about the running Electron app that the rest of the main process needs. */
export interface AppInfo {
  name: string
  /** The folder for the app's files. */
  dataFolder: string
  /** Such as `1.2.3`. */
  version: string
  versions: Versions
}

export function appInfo(): AppInfo {
  return {
    name: app.name,
    dataFolder: app.getPath('userData'),
    version: app.getVersion(),
    versions: {
      app: `${app.name} ${app.getVersion()}`,
      electron: `Electron ${process.versions.electron ?? 'of unknown version'}`,
      chromium: `Chromium ${process.versions.chrome ?? 'of unknown version'}`,
    },
  }
}

/**
 * Shows the window when the app is started again or a link opens it, and quits when the window is gone.
 * @param canOpen resolves once the window's page is served
 */
export function followAppEvents(window: SettingsWindow, canOpen: Promise<void>): void {
  const show = () => void canOpen.then(() => window.show())
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('open-url', show)
  app.on('window-all-closed', () => app.quit())
}

/** To be called once Electron is ready. */
export function restrictPages(): void {
  restrictEveryPage(session.defaultSession)
}

/** To be called once Electron is ready. @param callback called when the computer has been suspended and goes on */
export function onResume(callback: () => void): void {
  powerMonitor.on('resume', callback)
}

export function copyText(text: string): Promise<void> {
  return clipboard.writeText(text)
}

export function showErrorBox(title: string, problem: string): void {
  dialog.showErrorBox(title, problem)
}
