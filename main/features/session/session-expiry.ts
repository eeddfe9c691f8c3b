import { isConnectionFailure, isFailure } from '../../core/failure'
import type { Store } from '../../core/store'
import { FleepSession } from '../../fleep/fleep-session'
import type { AccountState } from '../account/account-state'
import type { AccountPoller } from './account-poller'
import type { CurrentSession } from './current-session'
import type { PendingReauthentication } from './pending-reauthentication'
import type { SessionStorage } from './session-storage'

export interface SessionExpiryOptions {
  store: Store
  current: CurrentSession
  account: AccountState
  storage: SessionStorage
  pending: PendingReauthentication
  poller: AccountPoller
  /** Continues with a newer session of the same account. */
  onRenewed(session: FleepSession): void
}

/** Handles a session that Fleep has ended, and failures to reach Fleep. */
export class SessionExpiry {
  constructor(private readonly options: SessionExpiryOptions) {}

  /** Asks for the password. Resolves when the user has signed in again. @throws Failure `signed-out` if they cancel */
  async waitForPassword(isChange: boolean): Promise<void> {
    const { pending, poller, store } = this.options
    poller.stop()
    // Before the state changes, because a listener of the state may cancel immediately.
    const signedInAgain = pending.wait()
    const { session } = store.state
    const isAlsoChange = session.kind === 'expired' && session.interrupted && session.isChange
    store.change({ session: { kind: 'expired', interrupted: true, isChange: isChange || isAlsoChange } })
    await signedInAgain
  }

  /** Shows that the session has expired or Fleep cannot be reached, after a failed call that no command waits for. */
  handleBackgroundFailure(reason: unknown): void {
    const { current, account } = this.options
    if (!current.fleep) return
    if (isFailure(reason, 'signed-out')) void this.expire(current.fleep)
    else if (isConnectionFailure(reason)) account.markOffline(reason)
  }

  /**
   * Continues with a newer session from the keychain, which another process of the app may have stored there.
   * @returns whether another session of the account has replaced the one that ended
   */
  async adoptStoredSession(ended: FleepSession): Promise<boolean> {
    const { current, storage, onRenewed } = this.options
    const stored = await storage.readNewer(ended)
    if (current.fleep !== ended) return current.fleep?.accountId === ended.accountId
    if (!stored) return false
    const renewed = new FleepSession(ended.transport, ended.accountId, stored)
    storage.adopt(renewed)
    onRenewed(renewed)
    return true
  }

  private async expire(session: FleepSession): Promise<void> {
    this.options.poller.stop()
    if ((await this.adoptStoredSession(session)) || this.options.current.fleep !== session) return
    this.showExpired()
  }

  /** To be called when the session has ended and the keychain has no newer one. */
  showExpired(): void {
    const { store, poller } = this.options
    poller.stop()
    if (store.state.session.kind !== 'expired') store.change({ session: { kind: 'expired', interrupted: false } })
  }
}
