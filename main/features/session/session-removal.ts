import type { AccountKey } from '../../core/command-context'
import { type Failure, isFailure } from '../../core/failure'
import { FleepSession } from '../../fleep/fleep-session'
import { logout } from '../../fleep/sign-in-api'
import { Transport } from '../../fleep/transport'
import type { KnownSessions } from './known-sessions'
import { PendingWork } from './pending-work'
import type { SessionStorage } from './session-storage'

/** What a removal has left. */
export interface RemovalResult {
  /** Why a session is still in the keychain; undefined if none is. */
  notRemoved: Failure | undefined
  /** The hosts that could not be told that a session has ended. */
  hostsNotTold: string[]
}

/** Removes the account's mail passwords from the keychain. @returns why this failed; undefined if it succeeded */
export type RemoveMailPasswords = (account: AccountKey) => Promise<Failure | undefined>

/** Removes sessions from the keychain, and ends them at their servers. Neither waits for the other. */
export class SessionRemoval {
  /** The removal of items from the keychain. */
  readonly local = new PendingWork()
  /** The calls that end sessions at their servers. */
  readonly remote = new PendingWork()

  /** Set once the service of the mail passwords exists, which needs the session. */
  removeMailPasswords: RemoveMailPasswords = async () => undefined

  constructor(
    private readonly storage: SessionStorage,
    private readonly known: KnownSessions,
  ) {}

  /** Removes the mail passwords of an account that has signed out. @returns why this failed; undefined if it succeeded */
  async forgetPasswords(account: AccountKey, remove = this.removeMailPasswords): Promise<Failure | undefined> {
    const failure = await this.local.add(remove(account))
    if (!failure) this.known.passwordsForgotten(account)
    return failure
  }

  /** Removes the mail passwords that could not be removed at a sign-out, for example because the app was ended. */
  async forgetRemainingPasswords(): Promise<void> {
    await Promise.all(this.known.passwordsToForget().map((account) => this.forgetPasswords(account)))
  }

  /** Removes a session that is in memory. */
  async remove(session: FleepSession): Promise<RemovalResult> {
    const removed = this.local.add(this.storage.remove(session.transport.server, session.accountId))
    const hostsNotTold = await this.endAtServer(session)
    return { notRemoved: await removed, hostsNotTold }
  }

  /**
   * Removes the sessions that are remembered but not used, for example after a sign-in at another server.
   * @param isUsed whether an account is signed in
   */
  async removeUnused(isUsed: (account: AccountKey) => boolean): Promise<RemovalResult> {
    const unused = this.known.list().filter((account) => !isUsed(account))
    const results = await Promise.all(unused.map((account) => this.removeStored(account, isUsed)))
    return {
      notRemoved: results.find(({ notRemoved }) => notRemoved)?.notRemoved,
      hostsNotTold: results.flatMap(({ hostsNotTold }) => hostsNotTold),
    }
  }

  /** Ends a session that is not stored, and closes its connections. @returns the host if it could not be told */
  async endAtServer(session: FleepSession): Promise<string[]> {
    const { transport } = session
    const ended = logout(session).then(
      () => [],
      (reason) => (isFailure(reason, 'signed-out') ? [] : [transport.host]),
    )
    return this.remote.add(ended.finally(() => transport.close()))
  }

  private async removeStored(account: AccountKey, isUsed: (account: AccountKey) => boolean): Promise<RemovalResult> {
    const { server, accountId } = account
    const { credentials, failure } = await this.local.add(this.storage.takeOut(account, isUsed))
    if (!credentials) return { notRemoved: failure, hostsNotTold: [] }
    const session = new FleepSession(new Transport({ server }), accountId, credentials)
    return { notRemoved: failure, hostsNotTold: await this.endAtServer(session) }
  }
}
