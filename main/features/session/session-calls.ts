import type { CommandContext } from '../../core/command-context'
import { isConnectionFailure, isFailure } from '../../core/failure'
import { readOwnRecord } from '../../fleep/account-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'
import type { AccountState } from '../account/account-state'
import type { AccountPoller } from './account-poller'
import type { CurrentSession } from './current-session'
import type { SessionExpiry } from './session-expiry'

/** A function of main/fleep/ that makes an API call with a session. */
type Endpoint<Input extends unknown[], Answer> = (session: FleepSession, ...input: Input) => Promise<Answer>

export interface SessionCallsOptions {
  current: CurrentSession
  account: AccountState
  poller: AccountPoller
  expiry: SessionExpiry
}

/** Makes API calls for commands, with the session of the command's account, and handles an expired session. */
export class SessionCalls {
  constructor(private readonly options: SessionCallsOptions) {}

  /**
   * Makes a change, and shows the account's record from the answer.
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
   * Makes a call that changes something. If the session has expired, asks for the user's password and then makes the call
   * again.
   * @throws Failure; `signed-out` if the user cancels or signs out
   */
  call<Input extends unknown[], Answer>(
    context: CommandContext,
    endpoint: Endpoint<Input, Answer>,
    ...input: Input
  ): Promise<Answer> {
    return this.callUntilSignedIn(context, true, (session) => endpoint(session, ...input))
  }

  /** Looks something up that the user waits for. @throws Failure as {@link call} does, which also asks for the password */
  lookUp<Input extends unknown[], Answer>(
    context: CommandContext,
    endpoint: Endpoint<Input, Answer>,
    ...input: Input
  ): Promise<Answer> {
    return this.callUntilSignedIn(context, false, (session) => endpoint(session, ...input))
  }

  private async callUntilSignedIn<Answer>(
    context: CommandContext,
    isChange: boolean,
    attempt: (session: FleepSession) => Promise<Answer>,
  ): Promise<Answer> {
    const { current, account, expiry } = this.options
    for (;;) {
      const session = current.sessionFor(context)
      try {
        const answer = await attempt(session)
        current.sessionFor(context)
        account.markOnline()
        return answer
      } catch (reason) {
        // The connections of an account that has signed out are closed, which says nothing about the server.
        current.sessionFor(context)
        if (!isFailure(reason, 'signed-out')) {
          this.changeFailed(session, reason)
          throw reason
        }
        // There may be a new session already, because the user has signed in again for another call.
        if (current.sessionFor(context) !== session || (await expiry.adoptStoredSession(session))) continue
        if (current.sessionFor(context) !== session) continue
        await expiry.waitForPassword(isChange)
      }
    }
  }

  /**
   * Makes a call that only reads. If the session has expired, it fails without asking for the password, and the state
   * shows that the session has expired.
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
      // A failure of an account that has signed out says nothing about the account that is signed in now.
      current.sessionFor(context)
      if (isFailure(reason, 'signed-out') && (await expiry.adoptStoredSession(session))) {
        return this.read(context, endpoint, ...input)
      }
      // The keychain may have taken its time.
      current.sessionFor(context)
      if (isFailure(reason, 'signed-out') && current.fleep === session) expiry.showExpired()
      // Other failures, such as a refusal, do not mean that the connection is lost.
      if (isFailure(reason, 'offline', 'timeout', 'untrusted-server')) expiry.handleBackgroundFailure(reason)
      throw reason
    })
    current.sessionFor(context)
    // Polls may go on refusing while reads work, and must not be repeated for each of them.
    if (account.markOnline()) poller.retryNow()
    return answer
  }

  /** Loads the account's own record and shows it. @throws Failure as {@link read} does */
  async refreshAccount(context: CommandContext): Promise<void> {
    const record = await this.read(context, readOwnRecord)
    this.options.account.applyRecords([record])
  }

  /** Downloads a picture with the session of the signed-in account. @throws Failure */
  async fetchPicture(url: string): Promise<Uint8Array> {
    const { current } = this.options
    const { context } = current
    const picture = await current.sessionFor(context).fetch(url)
    current.sessionFor(context)
    return picture
  }

  /** If a change got no answer, its effect is unknown: restarts the poller, which loads the account again. */
  private changeFailed(session: FleepSession, reason: unknown): void {
    const { current, expiry, poller } = this.options
    if (current.fleep !== session || !isConnectionFailure(reason)) return
    expiry.handleBackgroundFailure(reason)
    poller.start(session)
  }
}
