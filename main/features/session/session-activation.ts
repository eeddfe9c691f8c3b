import type { SessionState } from '../../../contract'
import type { AccountKey, CommandContext } from '../../core/command-context'
import type { Store } from '../../core/store'
import type { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'
import type { AccountState } from '../account/account-state'
import type { AccountPoller } from './account-poller'
import { accountKeyOf, type CurrentSession } from './current-session'
import type { KnownSessions } from './known-sessions'
import type { PendingReauthentication } from './pending-reauthentication'
import { PendingWork } from './pending-work'
import type { SessionStorage } from './session-storage'

/** Implemented by each feature with data of the signed-in account. */
export interface SessionListener {
  onSignedIn?(account: AccountKey): void
  /** Called with the records of each poll, of any kind. */
  onRecords?(records: unknown[]): void
  /** Called when changes may have been missed. Lists that are loaded must be loaded again. */
  onGap?(context: CommandContext): void
  /** Must remove all data of the account from memory, and cancel the work for it. */
  onSignedOut(): void
}

export interface SessionActivationOptions {
  store: Store
  current: CurrentSession
  account: AccountState
  storage: SessionStorage
  known: KnownSessions
  pending: PendingReauthentication
  poller: AccountPoller
}

/** Puts a session to use, and ends its use. */
export class SessionActivation {
  /** What is being written to the keychain and to disk. */
  readonly saving = new PendingWork()
  private readonly listeners: SessionListener[] = []

  constructor(private readonly options: SessionActivationOptions) {}

  addListener(listener: SessionListener): void {
    this.listeners.push(listener)
  }

  notifyRecords(records: unknown[]): void {
    for (const listener of this.listeners) listener.onRecords?.(records)
  }

  notifyGap(): void {
    for (const listener of this.listeners) listener.onGap?.(this.options.current.context)
  }

  /** Uses this session from now on: a new one of the signed-in account, or one of an account that signs in. */
  activate(session: FleepSession): void {
    const { current, storage, poller, pending } = this.options
    session.onRenewed = () => {
      if (current.fleep === session) void this.saving.add(storage.save(session))
    }
    const isOther = current.set(session)
    if (isOther) for (const listener of this.listeners) listener.onSignedIn?.(accountKeyOf(session))
    this.show({ kind: 'signed-in' })
    // Another process may have renewed the session that commands wait for.
    if (!isOther) pending.resumeAll()
    poller.start(session)
  }

  /** Activates a new session. Resolves when it is stored in the keychain, or could not be. */
  start(session: FleepSession, profile: ContactInfo | undefined): Promise<unknown> {
    const stored = this.options.storage.save(session)
    this.activate(session)
    if (profile) this.options.account.applyRecords([profile])
    return this.saving.add(stored.then(() => this.remember(session)))
  }

  /** Stores the current session again. @returns why this failed; undefined if it succeeded */
  async saveAgain(replace: boolean) {
    const session = this.options.current.fleep
    const failure = await this.saving.add(this.options.storage.saveAgain(replace))
    if (!failure && session) this.remember(session)
    return failure
  }

  /** Removes everything of the account from memory and from the state. */
  end(): void {
    const { current, poller, pending, account } = this.options
    current.clear()
    poller.stop()
    pending.rejectAll()
    account.clear()
    for (const listener of this.listeners) listener.onSignedOut()
    this.showSignedOut(null)
  }

  showSignedOut(notice: string | null): void {
    this.show({ kind: 'signed-out', notice, canRestore: false })
  }

  show(session: SessionState): void {
    this.options.store.change({ session })
  }

  /** Lets the next start continue with this session, unless its account has signed out by the time it is stored. */
  private remember(session: FleepSession): void {
    const { current, known, storage, store } = this.options
    if (current.fleep !== session) return
    if (!known.setCurrent(accountKeyOf(session), store.state.lastEmail)) storage.showDataFolderProblem()
  }
}
