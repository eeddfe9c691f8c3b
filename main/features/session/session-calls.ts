import type { CommandContext } from '../../core/command-context'
import { isConnectionFailure, isFailure } from '../../core/failure'
import { readOwnRecord } from '../../fleep/account-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'
import type { AccountState } from '../account/account-state'
import type { AccountPoller } from './account-poller'
import type { CurrentSession } from './current-session'
import type { SessionExpiry } from './session-expiry'

/** A function of main/fleep/ that calls the API with a session. */
type Endpoint<Input extends unknown[], Answer> = (session: FleepSession, ...input: Input) => Promise<Answer>

export interface SessionCallsOptions {
  current: CurrentSession
  account: AccountState
  poller: AccountPoller
  expiry: SessionExpiry
}

/** Calls the API for commands: with the session of the command's account, through an expired session if necessary. */
export class SessionCalls {
  constructor(private readonly options: SessionCallsOptions) {}

  /**
   * Makes a change and applies the record that Fleep answers with.
   * @throws Failure as {@link call} does
   */
  async change<Input extends unknown[]>(
    context: CommandContext,
    endpoint: Endpoint<Input, ContactInfo>,
    ...input: Input
  ): Promise<void> {
    const record = await this.call(context, endpoint, ...input)
    this.options.account.applyRecords([record])
  }

  /**
   * If the session has expired, waits for the user's password and then calls again.
   * @throws Failure; `signed-out` if the user gives up or signs out
   */
  async call<Input extends unknown[], Answer>(
    context: CommandContext,
    endpoint: Endpoint<Input, Answer>,
    ...input: Input
  ): Promise<Answer> {
    const { current, account, expiry } = this.options
    for (;;) {
      const session = current.sessionFor(context)
      try {
        const answer = await endpoint(session, ...input)
        current.sessionFor(context)
        account.markOnline()
        return answer
      } catch (reason) {
        if (!isFailure(reason, 'signed-out')) {
          this.changeFailed(session, reason)
          throw reason
        }
        // Meanwhile the user may have entered the password, so that there is a new session.
        if (current.sessionFor(context) !== session || (await expiry.adoptStoredSession(session))) continue
        if (current.sessionFor(context) !== session) continue
        await expiry.waitForPassword()
      }
    }
  }

  /**
   * A call that changes nothing. If the session has expired, it fails and the window shows it; nobody is asked for a
   * password.
   * @throws Failure
   */
  async read<Input extends unknown[], Answer>(
    context: CommandContext,
    endpoint: Endpoint<Input, Answer>,
    ...input: Input
  ): Promise<Answer> {
    const { current, account, expiry, poller } = this.options
    const session = current.sessionFor(context)
    const answer = await endpoint(session, ...input).catch(async (reason) => {
      if (isFailure(reason, 'signed-out') && (await expiry.adoptStoredSession(session))) {
        return this.read(context, endpoint, ...input)
      }
      // Any other failure is about this call alone and does not show that the connection is lost.
      if (isFailure(reason, 'signed-out', 'offline', 'timeout', 'untrusted-server'))
        expiry.handleBackgroundFailure(reason)
      throw reason
    })
    current.sessionFor(context)
    account.markOnline()
    poller.retryNow()
    return answer
  }

  /** Reads the signed-in account's own record and applies it. @throws Failure as {@link read} does */
  async refreshAccount(context: CommandContext): Promise<void> {
    const record = await this.read(context, readOwnRecord)
    this.options.account.applyRecords([record])
  }

  /** A picture that a record of the signed-in account names. @throws Failure */
  async fetchPicture(url: string): Promise<Uint8Array> {
    const { current } = this.options
    return current.sessionFor(current.context).fetch(url)
  }

  /** After a failed change, the server's values are unknown: reads them as soon as it answers. */
  private changeFailed(session: FleepSession, reason: unknown): void {
    const { current, expiry, poller } = this.options
    if (current.fleep !== session || !isConnectionFailure(reason)) return
    expiry.handleBackgroundFailure(reason)
    poller.start(session)
  }
}
