import type { SessionState } from '../../../contract'
import type { AccountKey } from '../../core/command-context'
import { Failure, isFailure, withField } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'
import { parseServerAddress } from '../../fleep/server-address'
import { login, logout, type SignInResult } from '../../fleep/sign-in-api'
import { Transport } from '../../fleep/transport'
import { keychainName } from '../../keychain/keychain-name'
import type { AccountState } from '../account/account-state'
import type { AccountPoller } from './account-poller'
import { accountKeyOf, type CurrentSession } from './current-session'
import type { KnownSessionFile } from './known-session-file'
import { logInAgain } from './log-in-again'
import type { PendingReauthentication } from './pending-reauthentication'
import type { SessionStorage } from './session-storage'
import { signOutNotice } from './sign-out-notice'

export interface SessionOptions {
  store: Store
  current: CurrentSession
  account: AccountState
  storage: SessionStorage
  knownSession: KnownSessionFile
  pending: PendingReauthentication
  poller: AccountPoller
}

/** Implemented by each feature with data of the signed-in account. */
export interface SessionListener {
  onSignedIn?(account: AccountKey): void
  /** Called with the records of each poll, of any kind. */
  onRecords?(records: unknown[]): void
  /** Must remove all data of the account from memory, and cancel the work for it. */
  onSignedOut(): void
}

/** Removes the account's mail passwords from the keychain. @returns why this failed; undefined if it succeeded */
export type RemoveMailPasswords = (account: AccountKey) => Promise<Failure | undefined>

type SignInCall = (transport: Transport) => Promise<SignInResult>

/** Signs in and out, restores a stored session, and continues after it has expired. */
export class Session {
  private readonly store: Store
  private readonly listeners: SessionListener[] = []
  /** The account in the known-session file when this process last read or wrote it. */
  private knownAccountId: string | null = null
  /** Resolves when the last sign-out has finished. The next sign-in waits for it. */
  private signingOut: Promise<void> = Promise.resolve()
  private readonly pendingWrites = new Set<Promise<unknown>>()

  constructor(private readonly options: SessionOptions) {
    this.store = options.store
  }

  addSessionListener(listener: SessionListener): void {
    this.listeners.push(listener)
  }

  /** To be called with the records of each poll. */
  notifyRecords(records: unknown[]): void {
    for (const listener of this.listeners) listener.onRecords?.(records)
  }

  /**
   * Continues with the session from the keychain if an account was signed in. To be called at the start.
   * @param onlyServer an origin; a session at another server is ignored, and this server is shown in the sign-in form
   * @returns why the keychain could not be read; undefined if it could
   */
  async restore(onlyServer?: string): Promise<Failure | undefined> {
    if (this.options.current.fleep) return undefined
    const known = this.options.knownSession.read()
    this.knownAccountId = known.accountId
    const isIgnored = onlyServer !== undefined && onlyServer !== known.server
    const { server, email, accountId } = isIgnored ? { server: onlyServer, email: '', accountId: null } : known
    this.store.change({ server, lastEmail: email })
    if (!accountId) {
      this.showSignedOut(null)
      return undefined
    }
    this.show({ kind: 'restoring' })
    return this.restoreStored(server, accountId)
  }

  private async restoreStored(server: string, accountId: string): Promise<Failure | undefined> {
    try {
      const stored = await this.options.storage.read(server, accountId)
      if (!stored) {
        this.showSignedOut(text('session.gone', { keychain: keychainName() }))
        return undefined
      }
      const session = new FleepSession(new Transport({ server }), accountId, stored)
      this.options.storage.adopt(session)
      this.activate(session)
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      const notice = text('session.unreadable', { problem: reason.message })
      this.show({ kind: 'signed-out', notice, canRestore: true })
      return reason
    }
  }

  /** @throws Failure; `refused` with the field `password` if it is wrong */
  async signIn(server: string, email: string, password: string): Promise<void> {
    const loginName = email.trim()
    const call: SignInCall = (transport) => login(transport, loginName, password).catch(withField('password'))
    await this.signInWith(server, call, loginName)
  }

  /**
   * Signs in with a call that creates a session, for example with a link from an email.
   * @param server as the user typed it
   * @param lastEmail fills the sign-in form the next time; by default, the account's primary address
   * @throws Failure; `refused` while an account is signed in
   */
  async signInWith(server: string, call: SignInCall, lastEmail?: string): Promise<void> {
    await this.signingOut
    if (this.options.current.fleep) throw new Failure('refused', text('session.somebodyIsIn'))
    const origin = parseServerAddress(server)
    const { session, profile } = await call(new Transport({ server: origin }))
    this.store.change({ server: origin, lastEmail: lastEmail ?? profile?.email ?? '' })
    await this.trackStorage(this.startSession(session, profile).then(() => this.writeKnownSession()))
  }

  /** Signs in again after the session has expired. Interrupted commands continue. @throws Failure */
  async reauthenticate(password: string): Promise<void> {
    if (this.store.state.session.kind !== 'expired') throw new Failure('refused', text('session.notEnded'))
    await this.renew(password).catch(withField('password'))
  }

  /** Replaces the session of the signed-in account. Interrupted commands continue. @throws Failure */
  async renew(password: string): Promise<void> {
    const old = this.options.current.fleep
    if (!old) throw new Failure('signed-out', text('errors.notSignedIn'))
    const { account, lastEmail } = this.store.state
    const { session, profile } = await logInAgain(old.transport, account, lastEmail, password)
    if (session.accountId !== old.accountId) throw new Failure('refused', text('session.otherAccount'))
    await this.startSession(session, profile)
  }

  /** Lets interrupted commands fail. The session stays expired. */
  cancelReauthentication(): void {
    if (this.store.state.session.kind !== 'expired') return
    this.options.pending.rejectAll()
    this.show({ kind: 'expired', interrupted: false })
  }

  /** Signs out in any case. The sign-in view shows what could not be removed at Fleep or in the keychain. */
  signOut(removeMailPasswords?: RemoveMailPasswords): Promise<void> {
    const session = this.options.current.fleep
    if (!session) return this.signingOut
    this.clear()
    this.signingOut = this.trackStorage(this.endSession(session, removeMailPasswords))
    return this.signingOut
  }

  /** Resolves when the last sign-in or sign-out is stored in the keychain and on disk; null if nothing is pending. */
  get pendingStorage(): Promise<unknown> | null {
    return this.pendingWrites.size > 0 ? Promise.allSettled(this.pendingWrites) : null
  }

  /** Stores the session again. @returns why this failed; undefined if it succeeded */
  async saveAgain(replace: boolean): Promise<Failure | undefined> {
    const failure = await this.options.storage.saveAgain(replace)
    if (!failure && this.options.current.fleep) this.writeKnownSession()
    return failure
  }

  /** To be called before the process ends while an account is signed in. */
  stopPolling(): void {
    this.options.poller.stop()
  }

  /** Tries the network and the keychain again. To be called when the window gets the focus. */
  retryNow(): void {
    this.options.storage.retry()
    this.options.poller.retryNow()
    const { session } = this.store.state
    const { accountId } = this.options.knownSession.read()
    // Another process of the app may have signed in.
    if (session.kind === 'signed-out' && accountId && accountId !== this.knownAccountId) void this.restore()
  }

  /** Uses this session from now on: a new one of the signed-in account, or one of an account that signs in. */
  activate(session: FleepSession): void {
    const { current, storage, poller, pending } = this.options
    session.onRenewed = () => {
      if (current.fleep === session) void storage.save(session)
    }
    const isOther = current.set(session)
    if (isOther) for (const listener of this.listeners) listener.onSignedIn?.(accountKeyOf(session))
    this.show({ kind: 'signed-in' })
    // Another process may have renewed the session that commands wait for.
    if (!isOther) pending.resumeAll()
    poller.start(session)
  }

  /** Resolves when the session is stored in the keychain, or could not be. */
  private startSession(session: FleepSession, profile: ContactInfo | undefined): Promise<unknown> {
    const stored = this.options.storage.save(session)
    this.activate(session)
    if (profile) this.options.account.applyRecords([profile])
    return stored
  }

  private trackStorage<T>(work: Promise<T>): Promise<T> {
    const stored = work.finally(() => this.pendingWrites.delete(stored))
    this.pendingWrites.add(stored)
    return stored
  }

  private clear(): void {
    const { current, poller, pending, account } = this.options
    current.clear()
    poller.stop()
    pending.rejectAll()
    account.clear()
    for (const listener of this.listeners) listener.onSignedOut()
    this.showSignedOut(null)
  }

  private async endSession(session: FleepSession, removeMailPasswords?: RemoveMailPasswords): Promise<void> {
    const account = accountKeyOf(session)
    const isEnded = await logout(session).then(
      () => true,
      (reason) => isFailure(reason, 'signed-out'),
    )
    const notRemoved = await this.options.storage.remove(account.server, account.accountId)
    const passwordsNotRemoved = await removeMailPasswords?.(account)
    this.writeKnownSession()
    void session.transport.close()
    this.showSignedOut(signOutNotice(session.transport.host, { isEnded, notRemoved, passwordsNotRemoved }))
  }

  private writeKnownSession(): void {
    const { server, lastEmail } = this.store.state
    this.knownAccountId = this.options.current.fleep?.accountId ?? null
    const isWritten = this.options.knownSession.write({ server, email: lastEmail, accountId: this.knownAccountId })
    if (!isWritten) this.options.storage.showDataFolderProblem()
  }

  private showSignedOut(notice: string | null): void {
    this.show({ kind: 'signed-out', notice, canRestore: false })
  }

  private show(session: SessionState): void {
    this.store.change({ session })
  }
}
