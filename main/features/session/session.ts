import type { SessionState } from '../../../contract'
import { fleepIdOf } from '../../../contract/fleep-id'
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

/** A part of the app whose state belongs to the signed-in account. */
export interface SessionListener {
  onSignedIn?(account: AccountKey): void
  /** Records of any kind that changed at Fleep. */
  onRecords?(records: unknown[]): void
  /** Must leave nothing of the account in memory, and end what runs for it. */
  onSignedOut(): void
}

/** Removes what else the keychain holds of the account. @returns why it could not, if it could not */
export type RemoveMailPasswords = (account: AccountKey) => Promise<Failure | undefined>

/** The life of a session: from sign-in or the keychain, through an expired ticket and back, to sign-out. */
export class Session {
  private readonly store: Store
  private readonly listeners: SessionListener[] = []
  /** The account that the file named when this process last read or wrote it. */
  private knownAccountId: string | null = null
  /** The end of the last sign-out: the next sign-in waits for it. */
  private signingOut: Promise<void> = Promise.resolve()
  private readonly pendingWrites = new Set<Promise<unknown>>()

  constructor(private readonly options: SessionOptions) {
    this.store = options.store
  }

  addSessionListener(listener: SessionListener): void {
    this.listeners.push(listener)
  }

  /** To be called with what a poll brought. */
  notifyRecords(records: unknown[]): void {
    for (const listener of this.listeners) listener.onRecords?.(records)
  }

  /**
   * At start: continues with the session from the keychain, if an account was signed in.
   * @param wantedServer an origin; a session at another server is left alone, and the sign-in form gets this server
   * @returns why the keychain could not be read, if it could not
   */
  async restore(wantedServer?: string): Promise<Failure | undefined> {
    if (this.options.current.fleep) return undefined
    const known = this.options.knownSession.read()
    this.knownAccountId = known.accountId
    const isElsewhere = wantedServer !== undefined && wantedServer !== known.server
    const { server, email, accountId } = isElsewhere ? { server: wantedServer, email: '', accountId: null } : known
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
        this.showSignedOut(text('session.gone', { keychain: keychainName }))
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

  /** @throws Failure; `refused` with the field `password` for a wrong one */
  async signIn(server: string, email: string, password: string): Promise<void> {
    const known = email.trim()
    await this.open(server, (transport) => login(transport, known, password).catch(withField('password')), known)
  }

  /**
   * Signs in with a call that opens a session: with a password, or with a link from an email.
   * @param server as a person typed it
   * @param lastEmail fills the form next time; without it, the account's own address does
   * @throws Failure; `refused` while an account is signed in
   */
  async open(server: string, call: (transport: Transport) => Promise<SignInResult>, lastEmail?: string): Promise<void> {
    await this.signingOut
    if (this.options.current.fleep) throw new Failure('refused', text('session.somebodyIsIn'))
    const origin = parseServerAddress(server)
    const { session, profile } = await call(new Transport({ server: origin }))
    this.store.change({ server: origin, lastEmail: lastEmail ?? profile?.email ?? '' })
    await this.trackStorage(this.startSession(session, profile).then(() => this.writeKnownSession()))
  }

  /** The password for an expired session; interrupted commands continue. @throws Failure */
  async reauthenticate(password: string): Promise<void> {
    const old = this.options.current.fleep
    if (!old || this.store.state.session.kind !== 'expired') throw new Failure('refused', text('session.notEnded'))
    const { session, profile } = await this.logInAgain(old.transport, password).catch(withField('password'))
    if (session.accountId !== old.accountId) throw new Failure('refused', text('session.otherAccount'), 'password')
    const stored = this.startSession(session, profile)
    this.options.pending.resumeAll()
    await stored
  }

  /** With the primary address, or with the Fleep ID if the address has changed elsewhere: the ID never changes. */
  private logInAgain(transport: Transport, password: string): Promise<SignInResult> {
    const { lastEmail, account } = this.store.state
    const fleepId = account?.fleepAddress && fleepIdOf(account.fleepAddress, transport.server)
    return login(transport, account?.email || lastEmail, password).catch((reason) => {
      if (!fleepId || !isFailure(reason, 'refused')) throw reason
      return login(transport, fleepId, password)
    })
  }

  /** Leaves the session expired; interrupted commands fail, and can be tried again. */
  cancelReauthentication(): void {
    if (this.store.state.session.kind !== 'expired') return
    this.options.pending.rejectAll()
    this.show({ kind: 'expired', interrupted: false })
  }

  /** Always signs out here; the sign-in view tells what could not be done at Fleep or in the keychain. */
  signOut(forgetMore?: RemoveMailPasswords): Promise<void> {
    const session = this.options.current.fleep
    if (!session) return this.signingOut
    this.end()
    this.signingOut = this.trackStorage(this.endSession(session, forgetMore))
    return this.signingOut
  }

  /** What of a sign-in or sign-out is not in the keychain and on disk yet; null if nothing. */
  get pendingStorage(): Promise<unknown> | null {
    return this.pendingWrites.size > 0 ? Promise.allSettled(this.pendingWrites) : null
  }

  /** @returns why the keychain refused the session, if it did */
  async saveAgain(replace: boolean): Promise<Failure | undefined> {
    const failure = await this.options.storage.saveAgain(replace)
    if (!failure && this.options.current.fleep) this.writeKnownSession()
    return failure
  }

  /** For a process that ends while an account is signed in. */
  stopPolling(): void {
    this.options.poller.stop()
  }

  /** To be called when the window gets the focus: tries the network and the keychain again. */
  retryNow(): void {
    this.options.storage.retry()
    this.options.poller.retryNow()
    const { session } = this.store.state
    const { accountId } = this.options.knownSession.read()
    // Meanwhile a command may have signed in.
    if (session.kind === 'signed-out' && accountId && accountId !== this.knownAccountId) void this.restore()
  }

  /** Continues with a session of the signed-in account, or of the one that signs in. */
  activate(session: FleepSession): void {
    const { current, storage, poller } = this.options
    session.onRenewed = () => {
      if (current.fleep === session) void storage.save(session)
    }
    const isOther = current.set(session)
    if (isOther) for (const listener of this.listeners) listener.onSignedIn?.(accountKeyOf(session))
    this.show({ kind: 'signed-in' })
    poller.start(session)
  }

  /** @returns once the new session is in the keychain, or it is known why not */
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

  private end(): void {
    const { current, poller, pending, account } = this.options
    current.clear()
    poller.stop()
    pending.rejectAll()
    account.clear()
    for (const listener of this.listeners) listener.onSignedOut()
    this.showSignedOut(null)
  }

  private async endSession(
    session: FleepSession,
    forgetMore: RemoveMailPasswords = async () => undefined,
  ): Promise<void> {
    const account = accountKeyOf(session)
    const isEnded = await logout(session).then(
      () => true,
      (reason) => isFailure(reason, 'signed-out'),
    )
    const notRemoved = await this.options.storage.remove(account.server, account.accountId)
    const passwordsNotRemoved = await forgetMore(account)
    this.writeKnownSession()
    void session.transport.close()
    this.showSignedOut(signOutNotice(session.transport.host, { isEnded, notRemoved, passwordsNotRemoved }))
  }

  private writeKnownSession(): void {
    const { server, lastEmail } = this.store.state
    this.knownAccountId = this.options.current.fleep?.accountId ?? null
    const isWritten = this.options.knownSession.write({ server, email: lastEmail, accountId: this.knownAccountId })
    if (!isWritten) this.options.storage.dataFolderFailed()
  }

  private showSignedOut(notice: string | null): void {
    this.show({ kind: 'signed-out', notice, canRestore: false })
  }

  private show(session: SessionState): void {
    this.store.change({ session })
  }
}
