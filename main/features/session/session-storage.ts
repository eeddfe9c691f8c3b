import type { KeychainProblem, SessionStorageState } from '../../../contract/contract'
import { type Failure, isFailure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { FleepSession } from '../../fleep/fleep-session'
import type { Keychain } from '../../keychain/keychain'
import { keychainName } from '../../keychain/keychain-name'
import { removeSession, writeSession } from '../../keychain/session-item'

/** How often it is tried again while the keychain is locked or absent, in milliseconds. */
const tryAgainEvery = 30_000

/** Problems that may pass by themselves. After a refusal, only the person decides to try again. */
const mayPass = new Set<KeychainProblem | 'data-folder'>(['locked', 'unavailable', 'no-answer'])

/** Keeps the session in the OS keychain, or in memory only while that is not possible. Never anywhere else. */
export class SessionStorage {
  private timer: NodeJS.Timeout | undefined
  /** A write may wait for a person to unlock; a removal that is asked for later must not come before it. */
  private readonly turns = new SerialQueue()
  private held: FleepSession | undefined

  constructor(
    private readonly keychain: Keychain,
    private readonly store: Store,
  ) {}

  /** The session that should be in the keychain from now on. Resolves when it is, or when it is known why not. */
  save(session: FleepSession, replace = false): Promise<Failure | undefined> {
    this.held = session
    clearTimeout(this.timer)
    return this.turns.run(() => this.write(session, replace))
  }

  /** What was found in the keychain at start is kept there already. */
  adopt(session: FleepSession): void {
    this.held = session
    this.show({ kind: 'stored' })
  }

  /** Tries again if it is held in memory only and there is hope. */
  tryAgain(): void {
    const { sessionStorage } = this.store.state
    if (this.held && sessionStorage.kind === 'memory-only' && mayPass.has(sessionStorage.problem))
      void this.save(this.held)
  }

  async saveAgain(replace: boolean): Promise<Failure | undefined> {
    return this.held ? this.save(this.held, replace) : undefined
  }

  /** @returns why the item could not be removed, if it could not */
  remove(server: string, accountId: string): Promise<Failure | undefined> {
    const wasStored = this.store.state.sessionStorage.kind === 'stored'
    this.held = undefined
    clearTimeout(this.timer)
    this.show({ kind: 'none' })
    return this.turns.run(() => this.removeItem(server, accountId, wasStored))
  }

  /** The app's data folder cannot be written, so that nobody will know at the next start whose session to look for. */
  notRemembered(): void {
    const explanation = `${text('errors.dataFolder')} ${text('keeping.afterwards')}`
    this.show({ kind: 'memory-only', problem: 'data-folder', explanation })
  }

  private async write(session: FleepSession, replace: boolean): Promise<Failure | undefined> {
    if (this.held !== session) return undefined
    try {
      const { server } = session.transport
      await writeSession(this.keychain, server, session.accountId, session.secrets, replace)
      if (this.held === session) this.show({ kind: 'stored' })
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      if (this.held === session) this.notKept(reason)
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

  private notKept(failure: Failure): void {
    const problem = failure.code.replace('keychain-', '') as KeychainProblem
    const what = text(`keeping.${problem}`, { keychain: keychainName })
    this.show({ kind: 'memory-only', problem, explanation: `${what} ${text('keeping.afterwards')}` })
    if (!mayPass.has(problem)) return
    this.timer = setTimeout(() => this.tryAgain(), tryAgainEvery)
    this.timer.unref()
  }

  private show(sessionStorage: SessionStorageState): void {
    this.store.change({ sessionStorage })
  }
}
