import type { Keeping, KeychainProblem } from '../../preload/contract'
import { type Failure, isFailure } from '../failure'
import type { FleepSession } from '../fleep/session'
import type { Keychain } from '../keychain/keychain'
import { keychainName } from '../keychain/keychain-name'
import { removeSession, writeSession } from '../keychain/session-item'
import type { Store } from '../store'
import { text } from '../text'
import { Turns } from '../turns'

/** How often it is tried again while the keychain is locked or absent, in milliseconds. */
const tryAgainEvery = 30_000

/** Problems that may pass by themselves. After a refusal, only the person decides to try again. */
const mayPass = new Set<KeychainProblem | 'data-folder'>(['locked', 'unavailable', 'no-answer'])

/** Keeps the session in the OS keychain, or in memory only while that is not possible. Never anywhere else. */
export class SessionKeeping {
  private timer: NodeJS.Timeout | undefined
  /** A write may wait for a person to unlock; a removal that is asked for later must not come before it. */
  private readonly turns = new Turns()
  private held: FleepSession | undefined

  constructor(
    private readonly keychain: Keychain,
    private readonly store: Store,
  ) {}

  /** The session that should be in the keychain from now on. Resolves when it is, or when it is known why not. */
  keep(session: FleepSession, replace = false): Promise<Failure | undefined> {
    this.held = session
    clearTimeout(this.timer)
    return this.turns.take(() => this.write(session, replace))
  }

  /** What was found in the keychain at start is kept there already. */
  found(session: FleepSession): void {
    this.held = session
    this.show({ kind: 'stored' })
  }

  /** Tries again if it is held in memory only and there is hope. */
  tryAgain(): void {
    const { keeping } = this.store.state
    if (this.held && keeping.kind === 'memory-only' && mayPass.has(keeping.problem)) void this.keep(this.held)
  }

  async again(replace: boolean): Promise<Failure | undefined> {
    return this.held ? this.keep(this.held, replace) : undefined
  }

  /** @returns why the item could not be removed, if it could not */
  forget(server: string, accountId: string): Promise<Failure | undefined> {
    const wasStored = this.store.state.keeping.kind === 'stored'
    this.held = undefined
    clearTimeout(this.timer)
    this.show({ kind: 'none' })
    return this.turns.take(() => this.remove(server, accountId, wasStored))
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

  private async remove(server: string, accountId: string, wasStored: boolean): Promise<Failure | undefined> {
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

  private show(keeping: Keeping): void {
    this.store.change({ keeping })
  }
}
