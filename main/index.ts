import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { detectCommand } from './command-line/detect-command'
import { readOption } from './core/read-option'
import { reportDefect } from './core/report-defect'
import { listenForLinks } from './electron/app-links'
import { registerPageScheme } from './electron/pages'

app.enableSandbox()
registerPageScheme()
const dataFolder = readOption(process.argv, 'user-data-dir')
if (dataFolder) app.setPath('userData', dataFolder)

// A second start must not touch any store: it only brings the first one's window forward. A command is no start.
const words = detectCommand(process.argv)
if (words) void runCommand(words)
else if (app.requestSingleInstanceLock()) startWindow()
else app.quit()

/** Electron goes on with its own start, and what takes long to load is loaded meanwhile. */
function startWindow(): void {
  const isReady = app.whenReady()
  const openLinks = listenForLinks()
  setImmediate(async () => (await import('./startup/start')).start(isReady, openLinks))
}

/** One command, without a window, beside an app that may be running. */
async function runCommand(typed: string[]): Promise<void> {
  app.dock?.hide()
  const { runCommandLine } = await import('./command-line')
  // What Chromium keeps of its own belongs to the running app.
  const own = mkdtempSync(join(app.getPath('temp'), 'fleep-settings-'))
  app.setPath('sessionData', own)
  const { applyLanguage } = await import('./electron/language')
  const { PreferencesFile } = await import('./features/app/preferences-file')
  await applyLanguage(new PreferencesFile(app.getPath('userData')).read().language)
  const exitCode = await runCommandLine(typed, app.getPath('userData'), app.name).catch((reason) => {
    reportDefect(reason)
    return 1
  })
  rmSync(own, { recursive: true, force: true })
  app.exit(exitCode)
}
