import { runCommandLine } from '../command-line'
import { Output } from '../command-line/output'
import { reportFailure } from '../command-line/program'
import { Failure, isFailure } from '../core/failure'
import { reportDefect } from '../core/report-defect'
import { toPrintable } from '../core/single-line'
import { text } from '../core/text'
import type { CommandProcess } from '../electron/command-process'
import { applyLanguage } from '../electron/language'
import { PreferencesFile } from '../features/app/preferences-file'
import { prepareNetwork } from './prepare-network'

/**
 * Runs one command in this process, without a window, and then exits. The app may be running in another process.
 * @param hasDataFolder whether the app's data folder can be used
 */
export async function runCommand(
  words: string[],
  commandProcess: CommandProcess,
  hasDataFolder: boolean,
): Promise<void> {
  const output = new Output(process.stdout, process.stderr)
  const exitAfterDefect = (reason: unknown) => {
    reportDefect(reason)
    commandProcess.exit(1)
  }
  // Electron itself would show a window with the exception, and the process would not end.
  process.on('uncaughtException', exitAfterDefect)
  process.on('unhandledRejection', exitAfterDefect)
  try {
    const { dataFolder, appName, temporaryParent } = commandProcess
    await applyLanguage(hasDataFolder ? new PreferencesFile(dataFolder).read().language : null)
    if (!hasDataFolder) throw new Failure('refused', text('errors.dataFolderIsFile', { folder: dataFolder }))
    if (!commandProcess.prepareChromium()) {
      throw new Failure('refused', text('cli.noTemporaryFolder', { folder: temporaryParent }))
    }
    const { managed, refusal } = await prepareNetwork()
    for (const problem of managed?.problems ?? []) output.err(`${toPrintable(problem)}\n`)
    if (refusal) throw refusal
    const onSignal = (end: (() => void) | undefined) => {
      commandProcess.onSignal = end
    }
    commandProcess.exit(await runCommandLine(words, { dataFolder, service: appName, onSignal, managed }, output))
  } catch (reason) {
    if (!isFailure(reason)) return exitAfterDefect(reason)
    const exitCode = reportFailure(reason, words, output)
    await output.flush()
    commandProcess.exit(exitCode)
  }
}
