import { initialState } from '../../contract/initial-state'
import { CommandRunner } from '../core/command-runner'
import { Failure } from '../core/failure'
import { readChosenFile } from '../core/read-chosen-file'
import { Store } from '../core/store'
import { text } from '../core/text'
import { Updates } from '../features/updates/updates'
import { fleepServer } from '../fleep/server-address'
import { tryOsKeychain } from '../keychain/check-keychain'
import { OsKeychain } from '../keychain/keychain'
import { keychainKind } from '../keychain/keychain-name'
import type { LoadedSettings } from '../managed/load-managed-settings'
import { createServices } from '../startup/services'
import { Cli, type CliOptions, type FileChoices } from './cli'
import { Defects } from './defects'
import { exitCodes } from './exit-codes'
import type { Output } from './output'
import { reportFailure, runProgram } from './program'

export interface CommandLineOptions {
  /** Where the app keeps its files. */
  dataFolder: string
  /** The name under which the app keeps its items in the keychain. */
  service: string
  onSignal: NonNullable<CliOptions['onSignal']>
  /** What the organisation has set; null if it has set nothing. */
  managed: LoadedSettings | null
}

/**
 * Runs a command with the session that the app keeps in the keychain.
 *
 * @param words the command, its arguments and options
 * @returns the exit code, when all output is written
 */
export async function runCommandLine(
  words: string[],
  { dataFolder, service, onSignal, managed }: CommandLineOptions,
  output: Output,
): Promise<number> {
  const defects = new Defects()
  const store = new Store({ ...initialState, server: fleepServer, keychain: keychainKind }, defects.report)
  const choices: FileChoices = { saveLocation: null, file: null }
  const services = createServices({
    store,
    keychain: new OsKeychain(service),
    tryKeychain: tryOsKeychain(service),
    dataFolder,
    chooseFile: async () => (choices.file === null ? null : readChosenFile(choices.file)),
    chooseSaveLocation: async () => choices.saveLocation,
    changeApp: async () => undefined,
    answerClose: () => undefined,
    reportDefect: defects.report,
    diagnostics: {
      show: () => '',
      copy: async () => undefined,
      copyAccountId: async () => undefined,
      copyKeychainCheck: async () => undefined,
    },
    // A command does not look for updates.
    updates: new Updates(store, async () => null, { read: () => null, write: () => undefined }),
  })
  const runner = new CommandRunner({
    handlers: services.handlers,
    context: () => services.current.context,
    reportDefect: defects.report,
  })
  const cli = new Cli({ services, runner, store, choices, firstDefect: defects.first, onSignal, managed })
  const exitCode = await runProgram(words, cli, output)
  await defects.throwFirst()
  await output.flush()
  if (!output.problem) return exitCode
  // What standard output should have had, or that it is missing, goes to the standard error.
  if (exitCode !== exitCodes.ok) {
    output.err(output.last)
  } else {
    const failure = new Failure('refused', text('cli.outputFailedAfterwards'))
    reportFailure(failure, words, { out: (json) => output.err(json), err: (line) => output.err(line) })
  }
  await output.flush()
  return exitCode === exitCodes.ok ? exitCodes.refused : exitCode
}
