import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppState, ChosenFile } from '../../contract'
import { initialState } from '../../contract/initial-state'
import { CommandRunner } from '../../main/core/command-runner'
import { Store } from '../../main/core/store'
import { createServices } from '../../main/startup/services'
import { FleepServer, type ServerOptions } from '../fleep-server/server'
import { MemoryKeychain } from '../keychain/memory-keychain'
import { stubPlatform } from './stub-platform'

/** Starts the main process without a window, with a local Fleep server and a keychain that can be made to fail. */
export async function startApp(serverOptions: ServerOptions = {}) {
  const fleep = await FleepServer.start(undefined, serverOptions)
  const folder = mkdtempSync(join(tmpdir(), 'app-'))
  const signedOut = { kind: 'signed-out', notice: null, canRestore: false } as const
  const defects: unknown[] = []
  const reportDefect = (reason: unknown) => void defects.push(reason)
  const store = new Store({ ...initialState, session: signedOut, server: fleep.url }, reportDefect)
  const keychain = new MemoryKeychain()
  /** If `areSaved`, the save dialog returns a path in the app's folder. Otherwise it is cancelled. */
  const files = { areSaved: false }
  const dialogs = {
    /** What the user chooses in the file dialog; null cancels it. */
    openedFile: null as ChosenFile | null,
    /** Replaces the save dialog. */
    onChooseSaveLocation: async (name: string): Promise<string | null> => (files.areSaved ? join(folder, name) : null),
  }
  const services = createServices({
    store,
    keychain,
    dataFolder: folder,
    ...stubPlatform,
    reportDefect,
    chooseFile: async () => dialogs.openedFile,
    chooseSaveLocation: (name) => dialogs.onChooseSaveLocation(name),
  })
  return {
    ...services,
    fleep,
    store,
    keychain,
    folder,
    files,
    dialogs,
    /** Unexpected exceptions. */
    defects,
    /** The context of the account that is signed in now. */
    get context() {
      return services.current.context
    },
    runner: new CommandRunner({
      handlers: services.handlers,
      context: () => services.current.context,
      reportDefect,
    }),
    /** Resolves once the state meets the condition. */
    until(isReached: (state: AppState) => boolean): Promise<void> {
      return new Promise((resolve) => {
        const check = (state: AppState) => {
          if (!isReached(state)) return
          unsubscribe()
          resolve()
        }
        const unsubscribe = store.onChange(check)
        check(store.state)
      })
    },
    async stop(): Promise<void> {
      await services.session.signOut()
      await fleep.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type RunningApp = Awaited<ReturnType<typeof startApp>>
