import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createParts } from '../../main/parts'
import { initialState, Store } from '../../main/store'
import { FleepServer } from '../fleep-server/server'
import { MemoryKeychain } from '../keychain/memory-keychain'

/** The main process without its window, on a local Fleep server and a keychain that can be made to fail. */
export async function startApp() {
  const fleep = await FleepServer.start()
  const folder = mkdtempSync(join(tmpdir(), 'app-'))
  const signedOut = { kind: 'signed-out', notice: null, canRestore: false } as const
  const store = new Store(initialState({ session: signedOut, server: fleep.url, keychainName: 'Secret Service' }))
  const keychain = new MemoryKeychain()
  const parts = createParts({
    store,
    keychain,
    dataFolder: folder,
    chooseFile: async () => null,
    chooseTarget: async () => null,
    changeApp: async () => undefined,
  })
  return {
    ...parts,
    fleep,
    store,
    keychain,
    async stop(): Promise<void> {
      await parts.session.signOut()
      await fleep.goAway()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type RunningApp = Awaited<ReturnType<typeof startApp>>
