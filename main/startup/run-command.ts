import { runCommandLine } from '../command-line'
import { reportDefect } from '../core/report-defect'
import { startCommandProcess } from '../electron/entry'
import { applyLanguage } from '../electron/language'
import { PreferencesFile } from '../features/app/preferences-file'

/** Runs one command in this process, without a window, and then exits. The app may be running in another process. */
export async function runCommand(words: string[]): Promise<void> {
  const { appName, dataFolder, exit } = startCommandProcess()
  await applyLanguage(new PreferencesFile(dataFolder).read().language)
  const exitCode = await runCommandLine(words, dataFolder, appName).catch((reason) => {
    reportDefect(reason)
    return 1
  })
  exit(exitCode)
}
