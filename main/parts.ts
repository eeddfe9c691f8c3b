import { join } from 'node:path'
import type { ChosenFile, CommandInput } from '../preload/contract'
import { Aliases } from './aliases'
import { Avatar } from './avatar/avatar'
import { Pictures } from './avatar/pictures'
import { createHandlers } from './commands/handlers'
import { Boards } from './data/boards'
import { Downloads } from './data/downloads'
import { History } from './data/history'
import type { Diagnostics } from './diagnostics/diagnostics'
import type { Keychain } from './keychain/keychain'
import { MailedLinks } from './mailed-links'
import { People } from './people/people'
import { Profiles } from './profiles/profiles'
import { RememberedFile } from './remembered'
import type { ChooseTarget } from './save-as'
import { Session } from './session/session'
import { SmtpAccounts } from './smtp/accounts'
import { MailPasswords } from './smtp/passwords'
import type { Store } from './store'
import type { Updates } from './updates/updates'

/**
 * Asks the person for a file.
 * @returns null where none was chosen
 * @throws Failure for one that cannot be read
 */
export type ChooseFile = (kind: 'picture' | 'profile') => Promise<ChosenFile | null>

/** What the app asks of whoever shows it: a window, a command line, a test. */
export interface Surroundings {
  store: Store
  keychain: Keychain
  /** Where the app keeps its files; no secret is among them. */
  dataFolder: string
  chooseFile: ChooseFile
  chooseTarget: ChooseTarget
  diagnostics: Pick<Diagnostics, 'show' | 'copy'>
  updates: Pick<Updates, 'check' | 'download' | 'install' | 'decline'>
  /** @throws Failure for what the system does not let be changed */
  changeApp(changes: CommandInput<'app.change'>): Promise<void>
}

export type Parts = ReturnType<typeof createParts>

/** Everything but what shows it, wired together. */
export function createParts(surroundings: Surroundings) {
  const { store, keychain, dataFolder, chooseFile, chooseTarget, changeApp, diagnostics, updates } = surroundings
  const remembered = new RememberedFile(join(dataFolder, 'remembered.json'), store.tellOfFile)
  const pictures = new Pictures(join(dataFolder, 'pictures'), (url) => session.fetchPicture(url))
  const session: Session = new Session({ store, keychain, remembered, pictures })
  const passwords = new MailPasswords(keychain, store, remembered)
  const smtp = new SmtpAccounts(session, store, passwords)
  const avatar = new Avatar(session, store, pictures)
  const links = new MailedLinks(session, store)
  const history = new History(session, store)
  const handlers = createHandlers({
    session,
    aliases: new Aliases(session, store),
    links,
    history,
    downloads: new Downloads(session, store, history, chooseTarget),
    boards: new Boards(session, store, chooseTarget),
    profiles: new Profiles({ session, store, smtp, chooseTarget, chooseFile }),
    people: new People(session, store, pictures, chooseTarget),
    smtp,
    avatar,
    chooseFile,
    changeApp,
    diagnostics,
    updates,
    acknowledge: () => store.change({ fileProblem: null }),
  })
  return { remembered, pictures, session, passwords, smtp, avatar, links, handlers }
}
