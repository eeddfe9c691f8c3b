import { app, dialog } from 'electron'
import { text } from '../core/text'
import { applyLanguage } from './language'

/**
 * Tells the user that a file is in the place of the app's data folder, and exits with code 4. Chromium cannot become ready
 * without that folder, so nothing waits for it; without it, Electron has no dialogs on Linux.
 */
export async function refuseToStart(): Promise<void> {
  await applyLanguage(null)
  const problem = text('errors.dataFolderIsFile', { folder: app.getPath('userData') })
  process.stderr.write(`${problem}\n`)
  if (process.platform !== 'linux') dialog.showErrorBox(app.name, problem)
  app.exit(4)
}
