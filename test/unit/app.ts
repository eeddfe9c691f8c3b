import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aliases } from '../../main/aliases'
import { Avatar } from '../../main/avatar/avatar'
import { Pictures } from '../../main/avatar/pictures'
import { createHandlers } from '../../main/commands/handlers'
import { People } from '../../main/people/people'
import { RememberedFile } from '../../main/remembered'
import { Session } from '../../main/session/session'
import { SmtpAccounts } from '../../main/smtp/accounts'
import { MailPasswords } from '../../main/smtp/passwords'
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
  const remembered = new RememberedFile(join(folder, 'remembered.json'))
  const pictures = new Pictures(join(folder, 'pictures'), (url) => session.fetchPicture(url))
  const session: Session = new Session({ store, keychain, remembered, pictures })
  const passwords = new MailPasswords(keychain, store, remembered)
  const smtp = new SmtpAccounts(session, store, passwords)
  const avatar = new Avatar(session, store, pictures)
  return {
    fleep,
    store,
    keychain,
    remembered,
    session,
    passwords,
    smtp,
    avatar,
    pictures,
    handlers: createHandlers({
      session,
      aliases: new Aliases(session, store),
      people: new People(session, store, pictures, async () => null),
      smtp,
      avatar,
      chooseFile: async () => null,
      changeApp: async () => undefined,
    }),
    async stop(): Promise<void> {
      await session.signOut()
      await fleep.goAway()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type RunningApp = Awaited<ReturnType<typeof startApp>>
