import type { CommandInput, CommandName, CommandValue } from '../../contract/contract'
import { Failure, isFailure, withField } from '../core/failure'
import { text } from '../core/text'
import {
  type ConfigureInput,
  configure,
  configureClientSettings,
  setFlag,
  toConfigureInput,
} from '../fleep/account-api'
import type { FleepSession } from '../fleep/fleep-session'
import { confirmReset, requestReset } from '../fleep/password-reset-api'
import type { ContactInfo } from '../fleep/records'
import type { ChooseFile } from '../startup/services'
import type { Addresses } from './addresses/addresses'
import type { Diagnostics } from './app/diagnostics'
import type { Avatar } from './avatar/avatar'
import type { Boards } from './data/boards'
import type { Downloads } from './data/downloads'
import type { HistoryExports } from './data/history-exports'
import type { MailedLinks } from './links/mailed-links'
import type { People } from './people/people'
import type { Profiles } from './profiles/profiles'
import type { Session } from './session/session'
import type { MailServers } from './smtp/mail-servers'
import type { Updates } from './updates/updates'

export type Handlers = { [Name in CommandName]: (input: CommandInput<Name>) => Promise<CommandValue<Name>> }

export interface HandlerParts {
  session: Session
  aliases: Addresses
  links: MailedLinks
  history: HistoryExports
  downloads: Downloads
  boards: Boards
  profiles: Profiles
  people: People
  smtp: MailServers
  avatar: Avatar
  chooseFile: ChooseFile
  /** @throws Failure for what the system does not let be changed */
  changeApp(changes: CommandInput<'app.change'>): Promise<void>
  diagnostics: Pick<Diagnostics, 'show' | 'copy'>
  updates: Pick<Updates, 'check' | 'download' | 'install' | 'decline'>
  /** The person has read why a file of the app could not be used. */
  acknowledge(): void
}

/** What each command does, in the app's words on the left and the API's on the right. */
export function createHandlers({
  session,
  aliases,
  links,
  history,
  downloads,
  boards,
  profiles,
  people,
  smtp,
  avatar,
  chooseFile,
  changeApp,
  diagnostics,
  updates,
  acknowledge,
}: HandlerParts): Handlers {
  const changeBy = async (call: (fleep: FleepSession) => Promise<ContactInfo>) =>
    session.applyRecords([await session.use(call)])
  const change = (input: ConfigureInput) => changeBy((fleep) => configure(fleep, input))
  const orThrow = (failure: Failure | undefined) => {
    if (failure) throw failure
  }
  return {
    'session.signIn': ({ server, email, password }) => session.signIn(server, email, password),
    'session.continue': ({ password }) => session.continueWith(password),
    'session.requestReset': ({ server, email }) => requestReset(server, email).catch(withField('email')),
    'session.confirmReset': ({ server, link, newPassword }) =>
      confirmReset(server, link, newPassword).catch(withField('link')),
    'session.dismiss': async () => session.dismissInterrupted(),
    'session.restore': async () => orThrow(await session.restore()),
    'session.keep': async ({ replace }) => orThrow(await session.saveAgain(replace)),
    'session.signOut': ({ forgetMailPasswords }) =>
      session.signOut(forgetMailPasswords ? (left) => smtp.forgetPasswords(left) : undefined),
    'account.refresh': () => session.refreshNow(),
    'account.change': (changes) => change(toConfigureInput(changes)),
    'account.takeFleepAddress': ({ fleepAddress }) =>
      change({ fleep_address: fleepAddress }).catch(withField('fleepAddress')),
    'account.changePassword': ({ oldPassword, newPassword }) =>
      change({ old_password: oldPassword, password: newPassword }).catch(aboutNewPassword),
    'account.changeClientSettings': ({ changed }) => changeBy((fleep) => configureClientSettings(fleep, changed)),
    'account.setFlag': ({ flag, value }) => changeBy((fleep) => setFlag(fleep, flag, value)).catch(withField('flag')),
    'aliases.refresh': () => aliases.refresh(),
    'aliases.add': ({ email }) => aliases.add(email).catch(withField('email')),
    'aliases.remove': ({ email }) => aliases.remove(email).catch(withField('email')),
    'aliases.confirm': ({ link }) => aliases.confirm(link).catch(withField('link')),
    'aliases.makePrimary': ({ email }) => aliases.makePrimary(email).catch(withField('email')),
    'avatar.choose': () => chooseFile('picture'),
    'avatar.upload': async (picture) => avatar.upload(picture),
    'avatar.cancel': async () => avatar.cancel(),
    'avatar.remove': () => avatar.remove(),
    'avatar.undo': () => avatar.undo(),
    'data.refresh': () => history.refresh(),
    'data.export': ({ conversationId }) => history.start(conversationId),
    'data.download': ({ id, resume }) => downloads.download(id, resume),
    'data.stopDownload': async () => downloads.stop(),
    'data.readBoard': (board) => boards.read(board),
    'data.stopBoard': async () => boards.stop(),
    'data.saveBoard': ({ format }) => boards.save(format),
    'links.read': async ({ server, link }) => links.read(server, link),
    'links.choose': async ({ purpose }) => links.choose(purpose),
    'links.register': ({ server, email }) => links.register(server, email),
    'links.readCode': ({ server, email, code }) => links.readCode(server, email, code),
    'links.invite': () => links.invite(),
    'links.follow': () => links.follow(),
    'links.setInterval': ({ emailInterval }) => links.setInterval(emailInterval),
    'links.setPassword': ({ newPassword }) => links.setPassword(newPassword),
    'links.setUp': (wanted) => links.setUp(wanted),
    'links.dismiss': async () => links.dismiss(),
    'people.lookup': ({ wanted, ignored }) => people.lookup(wanted, ignored),
    'people.save': () => people.save(),
    'profile.save': () => profiles.save(),
    'profile.open': () => profiles.open(),
    'profile.apply': (chosen) => profiles.apply(chosen),
    'profile.undo': () => profiles.undo(),
    'profile.close': async () => profiles.close(),
    'smtp.refresh': () => smtp.refresh(),
    'smtp.checkAll': () => smtp.checkAll(),
    'smtp.suggest': async ({ address }) => (await import('../mail/suggestion')).suggestMailServer(address),
    'smtp.checkEntered': (entered) => smtp.checks.checkEntered(entered),
    'smtp.check': ({ id }) => smtp.checks.check(id),
    // What was entered is not shown as checked any more; of an account, the check before is.
    'smtp.cancelCheck': async ({ id }) => (id === null ? smtp.checks.forget(null) : smtp.checks.cancel(id)),
    'smtp.add': (entered) => smtp.add(entered),
    'smtp.change': (changed) => smtp.change(changed),
    'smtp.makeDefault': ({ id }) => smtp.makeDefault(id),
    'smtp.remove': ({ id, canUndo }) => smtp.remove(id, canUndo),
    'smtp.undo': ({ id }) => smtp.undo(id),
    'app.change': changeApp,
    'updates.check': () => updates.check(),
    'updates.download': () => updates.download(),
    'updates.install': () => updates.install(),
    'updates.decline': async () => updates.decline(),
    'app.diagnostics': async () => ({ text: diagnostics.show() }),
    'app.copyDiagnostics': () => diagnostics.copy(),
    'app.acknowledge': async () => acknowledge(),
    'smtp.keepPassword': ({ id, replace }) => smtp.keepPassword(id, replace),
  }
}

/** A new password is sent once. When the answer is lost, nobody knows yet which of the two holds. */
function aboutNewPassword(reason: unknown): never {
  if (isFailure(reason, 'offline', 'timeout', 'server-fault', 'bad-answer')) {
    const doubt = text('account.passwordInDoubt')
    throw new Failure(reason.code, `${reason.message} ${doubt}`)
  }
  return withField('oldPassword')(reason)
}
