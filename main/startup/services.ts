import { join } from 'node:path'
import type { CommandInput } from '../../contract'
import type { ChooseFile } from '../core/choose-file'
import type { Handlers } from '../core/handlers'
import type { ChooseSaveLocation } from '../core/save-as'
import type { Store } from '../core/store'
import { accountHandlers } from '../features/account/handlers'
import { Addresses } from '../features/addresses/addresses'
import { addressHandlers } from '../features/addresses/handlers'
import type { Diagnostics } from '../features/app/diagnostics'
import { appHandlers } from '../features/app/handlers'
import { KeychainDoctor, type TryKeychain } from '../features/app/keychain-doctor'
import { Avatar } from '../features/avatar/avatar'
import { avatarHandlers } from '../features/avatar/handlers'
import { PictureCache } from '../features/avatar/picture-cache'
import { Boards } from '../features/data/boards'
import { Downloads } from '../features/data/downloads'
import { dataHandlers } from '../features/data/handlers'
import { HistoryExports } from '../features/data/history-exports'
import { linkHandlers } from '../features/links/handlers'
import { MailedLinks } from '../features/links/mailed-links'
import { peopleHandlers } from '../features/people/handlers'
import { People } from '../features/people/people'
import { profileHandlers } from '../features/profiles/handlers'
import { Profiles } from '../features/profiles/profiles'
import { createSession } from '../features/session/create-session'
import { sessionHandlers } from '../features/session/handlers'
import { KnownSessionFile } from '../features/session/known-session-file'
import { smtpHandlers } from '../features/smtp/handlers'
import { MailPasswords } from '../features/smtp/mail-passwords'
import { MailServers } from '../features/smtp/mail-servers'
import { updateHandlers } from '../features/updates/handlers'
import type { Updates } from '../features/updates/updates'
import type { Keychain } from '../keychain/keychain'

/** The services that differ between the app with its window, the command line and tests. */
export interface Platform {
  store: Store
  keychain: Keychain
  tryKeychain: TryKeychain
  /** The folder for the app's files. None of them contains a secret. */
  dataFolder: string
  chooseFile: ChooseFile
  chooseSaveLocation: ChooseSaveLocation
  diagnostics: Pick<Diagnostics, 'show' | 'copy' | 'copyAccountId' | 'copyKeychainCheck'>
  updates: Pick<Updates, 'check' | 'download' | 'install' | 'decline'>
  /** @throws Failure `refused` if the system does not allow the change */
  changeApp(changes: CommandInput<'app.change'>): Promise<void>
  /** Receives the window's answer to `closeRequest`. */
  answerClose(answer: CommandInput<'app.answerClose'>): void
  /** Called with an unexpected exception that no command gets, and with those of the page. */
  reportDefect(reason: unknown): void
}

export type Services = ReturnType<typeof createServices>

/** Creates all main-process services except the user interface, and the handlers of all commands. */
export function createServices(platform: Platform) {
  const { store, keychain, dataFolder, chooseFile, chooseSaveLocation, diagnostics, updates } = platform
  const { changeApp, answerClose, reportDefect, tryKeychain } = platform
  const keychainDoctor = new KeychainDoctor(store, tryKeychain)
  const knownSession = new KnownSessionFile(join(dataFolder, 'remembered.json'), store.reportFileProblem)
  const pictures: PictureCache = new PictureCache(join(dataFolder, 'pictures'), (url) => calls.fetchPicture(url))
  const { session, calls, current } = createSession({ store, keychain, knownSession, pictures, reportDefect })
  const passwords = new MailPasswords(keychain, store, knownSession)
  const mailServers = new MailServers({ session, calls, store, passwords, knownSession })
  const avatar = new Avatar({ session, calls, store, pictures })
  const links = new MailedLinks(session, store)
  const history = new HistoryExports({ session, calls, store, current })
  const downloads = new Downloads({ session, calls, store, history, chooseSaveLocation })
  const boards = new Boards({ session, calls, store, chooseSaveLocation })
  const people = new People({ session, calls, store, pictures, chooseSaveLocation })
  const profiles = new Profiles({ session, calls, store, mailServers, chooseSaveLocation, chooseFile })
  const handlers: Handlers = {
    ...sessionHandlers(session, (account) => passwords.removeAll(account)),
    ...accountHandlers(calls),
    ...addressHandlers(new Addresses({ session, calls, current, store })),
    ...avatarHandlers(avatar, chooseFile),
    ...smtpHandlers(mailServers, mailServers.checks),
    ...peopleHandlers(people),
    ...dataHandlers(history, downloads, boards),
    ...linkHandlers(links),
    ...profileHandlers(profiles),
    ...appHandlers({ store, diagnostics, keychainDoctor, changeApp, answerClose, reportDefect }),
    ...updateHandlers(updates),
  }
  return { session, calls, current, knownSession, pictures, passwords, mailServers, avatar, links, handlers }
}
