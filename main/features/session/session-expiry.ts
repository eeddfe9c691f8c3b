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

/** What happens when Fleep has ended the session, or cannot be reached. */
export class SessionExpiry {
  constructor(private readonly options: SessionExpiryOptions) {}

  /** Asks for the password. Resolves when the user has entered it. @throws Failure `signed-out` if they give up */
  async waitForPassword(): Promise<void> {
    const { pending, poller, store } = this.options
    poller.stop()
    // First, because a listener of the state may give up immediately.
    const entered = pending.wait()
    store.change({ session: { kind: 'expired', interrupted: true } })
    await entered
  }

  /** A call that the user did not ask for failed: the window shows that the session has ended, or Fleep is away. */
  handleBackgroundFailure(reason: unknown): void {
    const { current, account } = this.options
    if (!current.fleep) return
    if (isFailure(reason, 'signed-out')) void this.expire(current.fleep)
    else if (isConnectionFailure(reason)) account.markOffline(reason)
  }

  /**
   * A command that runs beside the app may have renewed the session, or signed in again: then the keychain holds it.
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
    const { store, current, poller } = this.options
    poller.stop()
    if ((await this.adoptStoredSession(session)) || current.fleep !== session) return
    if (store.state.session.kind !== 'expired') store.change({ session: { kind: 'expired', interrupted: false } })
  }
}
