import type { SessionState } from '../../../contract/contract'
import { ownerOfCommand } from '../../core/command-context'
import { Failure, isConnectionFailure, isFailure, withField } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { readOwnRecord } from '../../fleep/account-api'
import { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'
import { parseServerAddress } from '../../fleep/server-address'
import { login, logout, type SignInResult } from '../../fleep/sign-in-api'
import { Transport } from '../../fleep/transport'
import type { Keychain } from '../../keychain/keychain'
import { keychainName } from '../../keychain/keychain-name'
import { readSession } from '../../keychain/session-item'
import { AccountState } from '../account/account-state'
import type { PictureCache } from '../avatar/picture-cache'
import { AccountPoller } from './account-poller'
import type { KnownSessionFile } from './known-session-file'
import { notSignedIn, PendingReauthentication } from './pending-reauthentication'
import { SessionStorage } from './session-storage'

export interface SessionOptions {
  store: Store
  keychain: Keychain
  remembered: KnownSessionFile
  pictures: Pick<PictureCache, 'addressOf'>
}

/** The account that is signed in, and its server's origin. */
export interface AccountKey {
  server: string
  accountId: string
}

/** What else belongs to whoever is signed in. */
export interface SessionListener {
  onSignedIn?(owner: AccountKey): void
  /** Records of any kind that changed at Fleep. */
  onRecords?(records: unknown[]): void
  /** Nothing of the person may stay in memory or go on. */
  onSignedOut(): void
}

/** Who is signed in: from sign-in or the keychain, through an expired ticket and back, to sign-out. */
export class Session {
  private fleep: FleepSession | undefined
  private readonly interruptions = new PendingReauthentication()
  private readonly known: AccountState
  private readonly storage: SessionStorage
  private readonly follower: AccountPoller
  private readonly store: Store
  private readonly listeners: SessionListener[] = []
  /** Who was signed in, by what this process last read or wrote. */
  private lastRemembered: string | null = null
  /** The end of the last sign-out: another sign-in waits for it. */
  private leaving: Promise<void> = Promise.resolve()
  private readonly storing = new Set<Promise<unknown>>()

  constructor(private readonly parts: SessionOptions) {
    this.store = parts.store
    this.known = new AccountState(parts.store, (url, server) => parts.pictures.addressOf(url, server))
    this.storage = new SessionStorage(parts.keychain, parts.store)
    this.follower = new AccountPoller({
      onContacts: (records) => this.applyRecords(records),
      onRecords: (records) => {
        for (const listener of this.listeners) listener.onRecords?.(records)
      },
      onFailure: (reason) => this.failedInBackground(reason),
    })
  }

  /** Who is signed in, undefined while nobody is. */
  get accountId(): string | undefined {
    return this.fleep?.accountId
  }

  addSessionListener(listener: SessionListener): void {
    this.listeners.push(listener)
  }

  /**
   * At start: the session from the keychain, if somebody was signed in.
   * @param wantedServer an origin; a session at another server is left alone, and this one is offered for signing in
   */
  async restore(wantedServer?: string): Promise<Failure | undefined> {
    if (this.fleep) return undefined
    const known = this.parts.remembered.read()
    this.lastRemembered = known.accountId
    const isElsewhere = wantedServer !== undefined && wantedServer !== known.server
    const { server, email, accountId } = isElsewhere ? { server: wantedServer, email: '', accountId: null } : known
    this.store.change({ server, lastEmail: email })
    if (!accountId) {
      this.show({ kind: 'signed-out', notice: null, canRestore: false })
      return undefined
    }
    this.show({ kind: 'restoring' })
    try {
      const stored = await readSession(this.parts.keychain, server, accountId)
      if (!stored) {
        const notice = text('session.gone', { keychain: keychainName })
        this.show({ kind: 'signed-out', notice, canRestore: false })
        return undefined
      }
      const session = new FleepSession(new Transport({ server }), accountId, stored)
      this.storage.adopt(session)
      this.begin(session)
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
    await this.open(server, (transport) => login(transport, known, password).catch(aboutPassword), known)
  }

  /**
   * Signs in with what opens a session: a password, or a link from a mail.
   * @param server what a person wrote
   * @param lastEmail what to fill the form with next time; the account's own address when none is given
   * @throws Failure; `refused` while somebody is signed in
   */
  async open(server: string, call: (transport: Transport) => Promise<SignInResult>, lastEmail?: string): Promise<void> {
    await this.leaving
    if (this.fleep) throw new Failure('refused', text('session.somebodyIsIn'))
    const origin = parseServerAddress(server)
    const transport = new Transport({ server: origin })
    const { session, profile } = await call(transport)
    this.store.change({ server: origin, lastEmail: lastEmail ?? profile?.email ?? '' })
    await this.untilStored(this.enter(session, profile).then(() => this.remember()))
  }

  /** The password of an expired session; what was interrupted goes on. @throws Failure */
  async continueWith(password: string): Promise<void> {
    const old = this.fleep
    if (!old || this.store.state.session.kind !== 'expired') throw new Failure('refused', text('session.notEnded'))
    const { lastEmail, account } = this.store.state
    const fleepId = account?.fleepAddress && `${account.fleepAddress}@fleep.io`
    const { session, profile } = await login(old.transport, account?.email || lastEmail, password)
      // The primary address may be another one by now; the Fleep ID never is.
      .catch((reason) => {
        if (!fleepId || !isFailure(reason, 'refused')) throw reason
        return login(old.transport, fleepId, password)
      })
      .catch(aboutPassword)
    if (session.accountId !== old.accountId) throw new Failure('refused', text('session.otherAccount'), 'password')
    const kept = this.enter(session, profile)
    this.interruptions.resumeAll()
    await kept
  }

  /** Leaves the session expired; what was interrupted fails, and can be tried again. */
  dismissInterrupted(): void {
    if (this.store.state.session.kind !== 'expired') return
    this.interruptions.rejectAll()
    this.show({ kind: 'expired', interrupted: false })
  }

  /**
   * Signed out here in any case; what could not be done elsewhere is told in the sign-in view.
   * @param alsoForget removes what else of the account is in the keychain; returns why it could not
   */
  signOut(alsoForget?: (left: AccountKey) => Promise<Failure | undefined>): Promise<void> {
    const session = this.fleep
    if (!session) return this.leaving
    this.end()
    this.leaving = this.untilStored(this.leave(session, alsoForget))
    return this.leaving
  }

  /** What of a sign-in or sign-out is still on its way to the keychain and the disk; null when nothing is. */
  get unfinished(): Promise<unknown> | null {
    return this.storing.size > 0 ? Promise.allSettled(this.storing) : null
  }

  /**
   * Runs a call of a person's command. When the session has ended, waits for the password and runs it once more.
   * @throws Failure; `signed-out` when the person gives up instead
   */
  async use<T>(call: (session: FleepSession) => Promise<T>): Promise<T> {
    const owner = ownerOfCommand(this.accountId)
    for (;;) {
      const session = this.ownedBy(owner)
      try {
        const answer = await call(session)
        this.ownedBy(owner)
        this.known.markOnline()
        return answer
      } catch (reason) {
        if (!isFailure(reason, 'signed-out')) {
          this.changeFailed(session, reason)
          throw reason
        }
        // If somebody gave the password in the meantime, the session is another one already.
        if (this.ownedBy(owner) !== session || (await this.adoptStoredSession(session))) continue
        if (this.ownedBy(owner) !== session) continue
        this.follower.stop()
        // Whoever sees the state may give the command up at once.
        const isOver = this.interruptions.wait()
        this.show({ kind: 'expired', interrupted: true })
        await isOver
      }
    }
  }

  /** What the server said of the account. */
  applyRecords(records: ContactInfo[]): void {
    if (this.fleep) this.known.applyRecords(this.fleep.accountId, records)
  }

  /** Reads the account again. @throws Failure */
  async refreshNow(): Promise<void> {
    this.applyRecords([await this.read((session) => readOwnRecord(session))])
  }

  /**
   * A call that changes nothing: a session that has ended is shown, and nobody is asked for a password.
   * @throws Failure
   */
  async read<T>(call: (session: FleepSession) => Promise<T>): Promise<T> {
    const session = this.ownedBy(ownerOfCommand(this.accountId))
    const answer = await call(session).catch(async (reason) => {
      if (isFailure(reason, 'signed-out') && (await this.adoptStoredSession(session))) return this.read(call)
      // Any other failure is about this one call, and says nothing of the connection.
      if (isFailure(reason, 'signed-out', 'offline', 'timeout', 'untrusted-server')) this.failedInBackground(reason)
      throw reason
    })
    this.ownedBy(session.accountId)
    this.known.markOnline()
    this.follower.retryNow()
    return answer
  }

  /** A picture that a record of the account names. @throws Failure */
  async fetchPicture(url: string): Promise<Uint8Array> {
    if (!this.fleep) throw notSignedIn()
    return this.fleep.fetch(url)
  }

  async saveAgain(replace: boolean): Promise<Failure | undefined> {
    const failure = await this.storage.saveAgain(replace)
    if (!failure && this.fleep) this.remember()
    return failure
  }

  /** For a process that ends, with somebody signed in. */
  stopPolling(): void {
    this.follower.stop()
  }

  /** The person looks at the app: a good moment to see whether the network and the keychain are back. */
  wake(): void {
    this.storage.tryAgain()
    this.follower.retryNow()
    const { session } = this.store.state
    const { accountId } = this.parts.remembered.read()
    // Somebody signed in by a command meanwhile.
    if (session.kind === 'signed-out' && accountId && accountId !== this.lastRemembered) void this.restore()
  }

  /**
   * A command that runs beside the app may have renewed the session, or signed in again: then the keychain has it.
   * @returns whether there is another session than the one that ended
   */
  private async adoptStoredSession(ended: FleepSession): Promise<boolean> {
    const { server, accountId } = ownerOf(ended)
    // A keychain that was closed may ask the person to open it, which is no moment for it.
    if (this.store.state.sessionStorage.kind !== 'stored') return false
    const stored = await readSession(this.parts.keychain, server, accountId).catch(() => null)
    if (this.fleep !== ended) return this.fleep?.accountId === accountId
    const { ticket, tokenId } = ended.secrets
    if (!stored || (stored.ticket === ticket && stored.tokenId === tokenId)) return false
    const newer = new FleepSession(ended.transport, accountId, stored)
    this.storage.adopt(newer)
    this.begin(newer)
    return true
  }

  /** A command belongs to the account that it was given for: after a sign-out it must not go on with another's session. */
  private ownedBy(accountId: string | undefined): FleepSession {
    if (!this.fleep || this.fleep.accountId !== accountId) throw notSignedIn()
    return this.fleep
  }

  /** Signed in with a new session. Resolves when it is in the keychain, or when it is known why not. */
  private enter(session: FleepSession, profile: ContactInfo | undefined): Promise<unknown> {
    const kept = this.storage.save(session)
    this.begin(session)
    if (profile) this.applyRecords([profile])
    return kept
  }

  private untilStored<T>(work: Promise<T>): Promise<T> {
    const stored = work.finally(() => this.storing.delete(stored))
    this.storing.add(stored)
    return stored
  }

  private begin(session: FleepSession): void {
    const isOther = this.fleep?.accountId !== session.accountId
    this.fleep = session
    session.onRenewed = () => {
      if (this.fleep === session) void this.storage.save(session)
    }
    if (isOther) for (const listener of this.listeners) listener.onSignedIn?.(ownerOf(session))
    this.show({ kind: 'signed-in' })
    this.follower.start(session)
  }

  private end(): void {
    this.fleep = undefined
    this.follower.stop()
    this.interruptions.rejectAll()
    this.known.clear()
    for (const listener of this.listeners) listener.onSignedOut()
    this.show({ kind: 'signed-out', notice: null, canRestore: false })
  }

  private async leave(
    session: FleepSession,
    alsoForget: (left: AccountKey) => Promise<Failure | undefined> = async () => undefined,
  ): Promise<void> {
    const left = ownerOf(session)
    const ended = await logout(session).then(
      () => undefined,
      (reason) => (isFailure(reason, 'signed-out') ? undefined : reason),
    )
    const kept = await this.storage.remove(left.server, left.accountId)
    const mailKept = await alsoForget(left)
    this.remember()
    void session.transport.close()
    const notice = noticeAfterLeaving(session.transport.host, ended !== undefined, kept, mailKept)
    this.show({ kind: 'signed-out', notice, canRestore: false })
  }

  private remember(): void {
    const { server, lastEmail } = this.store.state
    this.lastRemembered = this.fleep?.accountId ?? null
    const written = this.parts.remembered.write({ server, email: lastEmail, accountId: this.lastRemembered })
    if (!written) this.storage.notRemembered()
  }

  private failedInBackground(reason: unknown): void {
    if (!this.fleep) return
    if (isFailure(reason, 'signed-out')) {
      void this.endInBackground(this.fleep)
    } else if (isConnectionFailure(reason)) {
      this.known.markOffline(reason)
    }
  }

  private async endInBackground(session: FleepSession): Promise<void> {
    this.follower.stop()
    if ((await this.adoptStoredSession(session)) || this.fleep !== session) return
    if (this.store.state.session.kind !== 'expired') this.show({ kind: 'expired', interrupted: false })
  }

  /** After a failed change it is not known what the server holds: ask it as soon as it answers. */
  private changeFailed(session: FleepSession, reason: unknown): void {
    if (this.fleep !== session || !isConnectionFailure(reason)) return
    this.failedInBackground(reason)
    this.follower.start(session)
  }

  private show(session: SessionState): void {
    this.store.change({ session })
  }
}

function ownerOf({ transport, accountId }: FleepSession): AccountKey {
  return { server: transport.server, accountId }
}

/** Fleep does not say which of the two was wrong; the password is the likelier one. */
const aboutPassword = withField('password')

/** @returns what could not be done elsewhere, null when all was */
function noticeAfterLeaving(
  host: string,
  isNotEnded: boolean,
  notRemoved: Failure | undefined,
  passwordsNotRemoved: Failure | undefined,
): string | null {
  const notices = [
    isNotEnded && text('session.notTold', { host }),
    notRemoved && text('session.entryLeft', { problem: notRemoved.message }),
    passwordsNotRemoved && text('session.passwordsLeft', { problem: passwordsNotRemoved.message }),
  ].filter(Boolean)
  return notices.length > 0 ? [text('session.signedOutHere'), ...notices].join(' ') : null
}
