import type { AccountKey, CommandContext } from '../../core/command-context'
import type { FleepSession } from '../../fleep/fleep-session'
import { notSignedIn } from './pending-reauthentication'

const signedOutContext: CommandContext = { account: null, signal: new AbortController().signal }

/** Holds the session of the signed-in account, and the context of the commands that are sent for it. */
export class CurrentSession {
  private session: FleepSession | undefined
  private currentContext: CommandContext = signedOutContext
  private signOut = new AbortController()
  /** The number of sign-outs: what a sign-in or restore that began before the last one finds is not used. */
  signOuts = 0

  /** undefined while nobody is signed in. */
  get fleep(): FleepSession | undefined {
    return this.session
  }

  /** The context of a command that is sent now. A new session of the same account does not change it. */
  get context(): CommandContext {
    return this.currentContext
  }

  /** @returns whether the session belongs to another account than the previous one */
  set(session: FleepSession): boolean {
    const isOther = this.session?.accountId !== session.accountId
    this.session = session
    if (isOther) {
      this.signOut = new AbortController()
      this.currentContext = { account: accountKeyOf(session), signal: this.signOut.signal }
    }
    return isOther
  }

  clear(): void {
    this.signOuts += 1
    this.session = undefined
    this.currentContext = signedOutContext
    this.signOut.abort(notSignedIn())
  }

  /**
   * @param context of the command that needs the session
   * @throws Failure `signed-out` if its account is no longer signed in
   */
  sessionFor(context: CommandContext): FleepSession {
    if (!this.session || context !== this.currentContext) throw notSignedIn()
    return this.session
  }
}

export function accountKeyOf({ transport, accountId }: FleepSession): AccountKey {
  return { server: transport.server, accountId }
}
