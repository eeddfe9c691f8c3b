import { app, clipboard, dialog, session } from 'electron'
import type { Versions } from '../features/app/diagnostics'
import { limitEveryPage } from './navigation-limits'
import type { SettingsWindow } from './window'

/** What the rest of the main process needs to know of the running Electron app. */
export interface AppInfo {
  name: string
  /** The folder for the app's files. */
  dataFolder: string
  versions: Versions
}

export function appInfo(): AppInfo {
  return {
    name: app.name,
    dataFolder: app.getPath('userData'),
    versions: {
      app: `${app.name} ${app.getVersion()}`,
      electron: `Electron ${process.versions.electron ?? 'of unknown version'}`,
      chromium: `Chromium ${process.versions.chrome ?? 'of unknown version'}`,
    },
  }
}

/** The window comes forward when the app is started again, or a link opens it. */
export function followAppEvents(window: SettingsWindow): void {
  app.on('second-instance', () => window.show())
  app.on('activate', () => window.show())
  app.on('open-url', () => window.show())
  app.on('window-all-closed', () => app.quit())
}

/** To be called once Electron is ready. */
export function limitPages(): void {
  limitEveryPage(session.defaultSession)
}

export function copyText(text: string): Promise<void> {
  return clipboard.writeText(text)
}

export function showErrorBox(title: string, problem: string): void {
  dialog.showErrorBox(title, problem)
}
