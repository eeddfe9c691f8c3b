import type { AccountKey, CommandContext } from '../../core/command-context'
import type { FleepSession } from '../../fleep/fleep-session'
import { notSignedIn } from './pending-reauthentication'

const signedOutContext: CommandContext = { account: null, signal: new AbortController().signal }

/** Who is signed in now, with which session. */
export class CurrentSession {
  private session: FleepSession | undefined
  private signedIn: CommandContext = signedOutContext
  private signOut = new AbortController()

  /** undefined while nobody is signed in. */
  get fleep(): FleepSession | undefined {
    return this.session
  }

  /** For a command that is sent now. It stays the same when a new session of the same account replaces an expired one. */
  get context(): CommandContext {
    return this.signedIn
  }

  /** @returns whether it is another account than before */
  set(session: FleepSession): boolean {
    const isOther = this.session?.accountId !== session.accountId
    this.session = session
    if (isOther) {
      this.signOut = new AbortController()
      this.signedIn = { account: accountKeyOf(session), signal: this.signOut.signal }
    }
    return isOther
  }

  clear(): void {
    this.session = undefined
    this.signedIn = signedOutContext
    this.signOut.abort()
  }

  /**
   * @param context of the command that needs the session
   * @throws Failure `signed-out` if its account is no longer signed in
   */
  sessionFor(context: CommandContext): FleepSession {
    if (!this.session || context !== this.signedIn) throw notSignedIn()
    return this.session
  }
}

export function accountKeyOf({ transport, accountId }: FleepSession): AccountKey {
  return { server: transport.server, accountId }
}
