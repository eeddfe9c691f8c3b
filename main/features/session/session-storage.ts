import type { SessionStorageState } from '../../../contract'
import { type Failure, isFailure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { FleepSession } from '../../fleep/fleep-session'
import type { Credentials } from '../../fleep/transport'
import type { Keychain } from '../../keychain/keychain'
import { keychainProblemOf } from '../../keychain/keychain-errors'
import { keychainName } from '../../keychain/keychain-name'
import { readSession, removeSession, writeSession } from '../../keychain/session-item'

type Problem = Extract<SessionStorageState, { kind: 'memory-only' }>['problem']

/** How long until the next try while the keychain is locked or absent, in milliseconds. */
const retryAfter = 30_000

/** Problems that may pass by themselves. After a refusal, only the user decides to try again. */
const temporaryProblems = new Set<Problem>(['locked', 'unavailable', 'no-answer'])

/** Stores the session in the OS keychain, or in memory while that is not possible. Never anywhere else. */
export class SessionStorage {
  private timer: NodeJS.Timeout | undefined
  /** A write may wait for the user to unlock the keychain; a removal that is asked for later must not overtake it. */
  private readonly queue = new SerialQueue()
  private current: FleepSession | undefined

  constructor(
    private readonly keychain: Keychain,
    private readonly store: Store,
  ) {}

  /** @throws Failure of the keychain */
  read(server: string, accountId: string): Promise<Credentials | null> {
    return readSession(this.keychain, server, accountId)
  }

  /** @returns what the keychain holds instead of a session that ended; null if it holds nothing newer */
  async readNewer(ended: FleepSession): Promise<Credentials | null> {
    // A locked keychain may ask the user to unlock it, and they have not asked for anything now.
    if (this.store.state.sessionStorage.kind !== 'stored') return null
    const stored = await this.read(ended.transport.server, ended.accountId).catch(() => null)
    const { ticket, tokenId } = ended.secrets
    const isSame = stored?.ticket === ticket && stored.tokenId === tokenId
    return isSame ? null : stored
  }

  /**
   * @param replace whether to overwrite an item that cannot be read
   * @returns once the session is stored, or why it cannot be
   */
  save(session: FleepSession, replace = false): Promise<Failure | undefined> {
    this.current = session
    clearTimeout(this.timer)
    return this.queue.run(() => this.write(session, replace))
  }

  /** A session that was read from the keychain is stored there already. */
  adopt(session: FleepSession): void {
    this.current = session
    this.show({ kind: 'stored' })
  }

  /** Tries again if the session is in memory only and the problem may have passed. */
  retry(): void {
    const { sessionStorage } = this.store.state
    if (!this.current || sessionStorage.kind !== 'memory-only') return
    if (temporaryProblems.has(sessionStorage.problem)) void this.save(this.current)
  }

  /** As {@link save}, of the session that should be stored. */
  async saveAgain(replace: boolean): Promise<Failure | undefined> {
    return this.current && this.save(this.current, replace)
  }

  /** @returns why the item could not be removed, if it could not */
  remove(server: string, accountId: string): Promise<Failure | undefined> {
    const wasStored = this.store.state.sessionStorage.kind === 'stored'
    this.current = undefined
    clearTimeout(this.timer)
    this.show({ kind: 'none' })
    return this.queue.run(() => this.removeItem(server, accountId, wasStored))
  }

  /** The app's data folder cannot be written, so at the next start the app does not know whose session to read. */
  dataFolderFailed(): void {
    const explanation = `${text('errors.dataFolder')} ${text('keeping.afterwards')}`
    this.show({ kind: 'memory-only', problem: 'data-folder', explanation })
  }

  private async write(session: FleepSession, replace: boolean): Promise<Failure | undefined> {
    if (this.current !== session) return undefined
    try {
      const { server } = session.transport
      await writeSession(this.keychain, server, session.accountId, session.secrets, replace)
      if (this.current === session) this.show({ kind: 'stored' })
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      if (this.current === session) this.showProblem(reason)
      return reason
    }
  }

  private async removeItem(server: string, accountId: string, wasStored: boolean): Promise<Failure | undefined> {
    try {
      await removeSession(this.keychain, server, accountId)
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      return wasStored ? reason : undefined
    }
  }

  private showProblem(failure: Failure): void {
    const problem = keychainProblemOf(failure)
    const what = text(`keeping.${problem}`, { keychain: keychainName })
    this.show({ kind: 'memory-only', problem, explanation: `${what} ${text('keeping.afterwards')}` })
    if (!temporaryProblems.has(problem)) return
    this.timer = setTimeout(() => this.retry(), retryAfter)
    this.timer.unref()
  }

  private show(sessionStorage: SessionStorageState): void {
    this.store.change({ sessionStorage })
  }
}
