import { join } from 'node:path'
import type { ChosenFile, CommandInput } from '../../contract/contract'
import type { ChooseSaveLocation } from '../core/save-as'
import type { Store } from '../core/store'
import { Addresses } from '../features/addresses/addresses'
import type { Diagnostics } from '../features/app/diagnostics'
import { Avatar } from '../features/avatar/avatar'
import { PictureCache } from '../features/avatar/picture-cache'
import { Boards } from '../features/data/boards'
import { Downloads } from '../features/data/downloads'
import { HistoryExports } from '../features/data/history-exports'
import { createHandlers } from '../features/handlers'
import { MailedLinks } from '../features/links/mailed-links'
import { People } from '../features/people/people'
import { Profiles } from '../features/profiles/profiles'
import { KnownSessionFile } from '../features/session/known-session-file'
import { Session } from '../features/session/session'
import { MailPasswords } from '../features/smtp/mail-passwords'
import { MailServers } from '../features/smtp/mail-servers'
import type { Updates } from '../features/updates/updates'
import type { Keychain } from '../keychain/keychain'

/**
 * Asks the person for a file.
 * @returns null where none was chosen
 * @throws Failure for one that cannot be read
 */
export type ChooseFile = (kind: 'picture' | 'profile') => Promise<ChosenFile | null>

/** What the app asks of whoever shows it: a window, a command line, a test. */
export interface Platform {
  store: Store
  keychain: Keychain
  /** Where the app keeps its files; no secret is among them. */
  dataFolder: string
  chooseFile: ChooseFile
  chooseTarget: ChooseSaveLocation
  diagnostics: Pick<Diagnostics, 'show' | 'copy'>
  updates: Pick<Updates, 'check' | 'download' | 'install' | 'decline'>
  /** @throws Failure for what the system does not let be changed */
  changeApp(changes: CommandInput<'app.change'>): Promise<void>
}

export type Services = ReturnType<typeof createServices>

/** Everything but what shows it, wired together. */
export function createServices(surroundings: Platform) {
  const { store, keychain, dataFolder, chooseFile, chooseTarget, changeApp, diagnostics, updates } = surroundings
  const remembered = new KnownSessionFile(join(dataFolder, 'remembered.json'), store.reportFileProblem)
  const pictures = new PictureCache(join(dataFolder, 'pictures'), (url) => session.fetchPicture(url))
  const session: Session = new Session({ store, keychain, remembered, pictures })
  const passwords = new MailPasswords(keychain, store, remembered)
  const smtp = new MailServers(session, store, passwords)
  const avatar = new Avatar(session, store, pictures)
  const links = new MailedLinks(session, store)
  const history = new HistoryExports(session, store)
  const handlers = createHandlers({
    session,
    aliases: new Addresses(session, store),
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
