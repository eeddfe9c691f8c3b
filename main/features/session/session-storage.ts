import type { SessionStorageState } from '../../../contract'
import type { AccountKey } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { Credentials } from '../../fleep/credentials'
import type { FleepSession } from '../../fleep/fleep-session'
import type { Keychain } from '../../keychain/keychain'
import { keychainProblemOf } from '../../keychain/keychain-errors'
import { keychainName } from '../../keychain/keychain-name'
import { readSession, removeSession, writeSession } from '../../keychain/session-item'
import { accountKeyOf } from './current-session'
import { isSameAccount, type KnownSessions } from './known-sessions'

type Problem = Extract<SessionStorageState, { kind: 'memory-only' }>['problem']

/** The time before the next try while the keychain is locked or missing, in milliseconds. */
const retryDelay = 30_000

/** Problems that may pass without the user. The system would ask them again after they denied access. */
const temporaryProblems = new Set<Problem>(['locked', 'unavailable', 'no-answer'])

/** Stores the session in the OS keychain. While that is not possible, the session is only in memory. */
export class SessionStorage {
  private timer: NodeJS.Timeout | undefined
  /** A write may wait until the user unlocks the keychain. A later removal must not run before it. */
  private readonly queue = new SerialQueue()
  /** The session that should be stored; undefined while nobody is signed in. */
  private current: FleepSession | undefined
  /** Whether the keychain has an item of the current account, of this session or an earlier one. */
  private hasItem = false
  /** A session of this process that a command has signed out: it is used until the server ends it, and stored no more. */
  private signedOutElsewhere: FleepSession | undefined
  /** Accounts whose item could not be removed yet. */
  private leftAccounts: AccountKey[] = []

  constructor(
    private readonly keychain: Keychain,
    private readonly store: Store,
    private readonly known: KnownSessions,
  ) {}

  /** @returns null if no session is stored. @throws Failure `keychain-*` */
  read(server: string, accountId: string): Promise<Credentials | null> {
    return readSession(this.keychain, server, accountId)
  }

  /** @returns the stored session if it is another one than the session that ended; otherwise null */
  async readNewer(ended: FleepSession): Promise<Credentials | null> {
    // Reading a locked keychain may show a dialog, although the user did nothing.
    if (this.store.state.sessionStorage.kind !== 'stored') return null
    const stored = await this.read(ended.transport.server, ended.accountId).catch(() => null)
    const { ticket, tokenId } = ended.secrets
    const isSame = stored?.ticket === ticket && stored.tokenId === tokenId
    return isSame ? null : stored
  }

  /**
   * Stores a session and shows the result in the state.
   * @param replace whether to overwrite an item that cannot be read
   * @returns why the session could not be stored; undefined if it was
   */
  save(session: FleepSession, replace = false): Promise<Failure | undefined> {
    this.current = session
    clearTimeout(this.timer)
    return this.queue.run(() => this.write(session, replace))
  }

  /** Continues with a session that was read from the keychain, so that it need not be stored. */
  adopt(session: FleepSession): void {
    this.current = session
    this.hasItem = true
    this.show({ kind: 'stored' })
  }

  /**
   * Tries to store the session again if it is only in memory and the problem may have passed. Asks the user nothing: a
   * prompt that they cancel returns the focus to the window, which calls this.
   */
  async retry(): Promise<void> {
    const { sessionStorage } = this.store.state
    const { current } = this
    if (!current || sessionStorage.kind !== 'memory-only' || !temporaryProblems.has(sessionStorage.problem)) return
    clearTimeout(this.timer)
    const wouldAsk = await this.keychain.wouldAsk().catch(() => true)
    if (this.current !== current || this.store.state.sessionStorage.kind !== 'memory-only') return
    if (wouldAsk) this.retryLater()
    else await this.save(current)
  }

  /** Stores the current session again, as {@link save} does. */
  async saveAgain(replace: boolean): Promise<Failure | undefined> {
    return this.current && this.save(this.current, replace)
  }

  /** @returns why the item could not be removed; undefined if it was, or did not exist */
  remove(server: string, accountId: string): Promise<Failure | undefined> {
    const account = { server, accountId }
    const isOther = (other: AccountKey) => !isSameAccount(other, account)
    const wasStored = this.hasItem || !this.leftAccounts.every(isOther)
    this.hasItem = false
    this.current = undefined
    clearTimeout(this.timer)
    this.show({ kind: 'none' })
    return this.queue.run(async () => {
      const failure = await this.removeItem(account)
      this.leftAccounts = this.leftAccounts.filter(isOther)
      if (failure && wasStored) this.leftAccounts.push(account)
      return wasStored ? failure : undefined
    })
  }

  /**
   * Removes the session of an account that is not signed in.
   * @param isUsed whether the account is signed in: it may be by the time the keychain is ready. Then its session stays
   * @returns the removed credentials, with which the session can be ended at its server; null if there are none
   */
  takeOut(
    account: AccountKey,
    isUsed: (account: AccountKey) => boolean,
  ): Promise<{ credentials: Credentials | null; failure: Failure | undefined }> {
    return this.queue.run(async () => {
      if (isUsed(account)) return { credentials: null, failure: undefined }
      // An item that cannot be read is removed all the same.
      const credentials = await this.read(account.server, account.accountId).catch(() => null)
      return { credentials, failure: await this.removeItem(account) }
    })
  }

  /** Shows that the data folder cannot be written: at the next start, the app will not know whose session to read. */
  showDataFolderProblem(): void {
    const explanation = `${text('errors.dataFolder')} ${text('keeping.afterwards')}`
    this.show({ kind: 'memory-only', problem: 'data-folder', explanation })
  }

  private async write(session: FleepSession, replace: boolean): Promise<Failure | undefined> {
    if (this.current !== session) return undefined
    if (this.hasItem && this.known.wasRemoved(accountKeyOf(session))) {
      this.hasItem = false
      this.signedOutElsewhere = session
      this.show({ kind: 'none' })
    }
    if (this.signedOutElsewhere === session) return undefined
    // Before the item is written, so that no item exists that the app does not know.
    if (!this.known.add(accountKeyOf(session))) {
      this.showDataFolderProblem()
      return new Failure('refused', text('errors.dataFolder'))
    }
    try {
      const { server } = session.transport
      await writeSession(this.keychain, server, session.accountId, session.secrets, replace)
      // A command has signed out meanwhile, and found nothing to remove.
      if (!this.known.has(accountKeyOf(session))) return await this.removeItem(accountKeyOf(session))
      this.hasItem = true
      if (this.current === session) this.show({ kind: 'stored' })
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      if (this.current === session) this.showProblem(reason)
      return reason
    }
  }

  private async removeItem(account: AccountKey): Promise<Failure | undefined> {
    try {
      await removeSession(this.keychain, account.server, account.accountId)
      this.known.remove(account)
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      return reason
    }
  }

  private showProblem(failure: Failure): void {
    const problem = keychainProblemOf(failure)
    const cause = text(`keeping.${problem}`, { keychain: keychainName() })
    this.show({ kind: 'memory-only', problem, explanation: `${cause} ${text('keeping.afterwards')}` })
    if (temporaryProblems.has(problem)) this.retryLater()
  }

  private retryLater(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.retry(), retryDelay)
    this.timer.unref()
  }

  private show(sessionStorage: SessionStorageState): void {
    this.store.change({ sessionStorage })
  }
}
