import { initialState } from '../../contract/initial-state'
import { CommandRunner } from '../core/command-runner'
import { readFileOf } from '../core/read-file'
import { Store } from '../core/store'
import { Updates } from '../features/updates/updates'
import { fleepServer } from '../fleep/server-address'
import { OsKeychain } from '../keychain/keychain'
import { keychainName } from '../keychain/keychain-name'
import { createServices } from '../startup/services'
import { Cli, type Target } from './cli'
import { runProgram } from './program'

/**
 * Runs a command with the session that the app keeps in the keychain.
 *
 * @param words the command and what follows it
 * @param dataFolder the app's own
 * @param service under which the app keeps its items
 * @returns the exit code, once everything is printed
 */
export async function runCommandLine(words: string[], dataFolder: string, service: string): Promise<number> {
  const store = new Store({ ...initialState, server: fleepServer, keychainName })
  const target: Target = { choose: () => null, read: null }
  const parts = createServices({
    store,
    keychain: new OsKeychain(service),
    dataFolder,
    chooseFile: async () => (target.read === null ? null : readFileOf(target.read)),
    chooseTarget: async (name) => target.choose(name),
    changeApp: async () => undefined,
    diagnostics: { show: () => '', copy: async () => undefined },
    // A command neither looks for a newer version nor installs one.
    updates: new Updates(store, async () => null, { read: () => null, write: () => undefined }),
  })
  const defects: unknown[] = []
  const runner = new CommandRunner({
    handlers: parts.handlers,
    context: () => parts.current.context,
    reportDefect: (reason) => defects.push(reason),
  })
  const streams = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
  }
  const exitCode = await runProgram(words, new Cli({ parts, runner, store, target }), streams)
  if (defects.length > 0) throw defects[0]
  // A pipe may still be taking what was written.
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise<void>((done) => stream.write('', () => done()))),
  )
  return exitCode
}
