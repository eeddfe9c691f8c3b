import type { AccountKey, CommandContext } from '../../core/command-context'
import { Failure, withField } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { FleepSession } from '../../fleep/fleep-session'
import type { AccountPoller } from './account-poller'
import { accountKeyOf, type CurrentSession } from './current-session'
import { isSameAccount, type KnownSessions } from './known-sessions'
import type { PendingReauthentication } from './pending-reauthentication'
import type { SessionActivation, SessionListener } from './session-activation'
import type { RemoveMailPasswords, SessionRemoval } from './session-removal'
import type { SessionStorage } from './session-storage'
import type { SignIn, SignInCall } from './sign-in'
import { signOutNotice } from './sign-out-notice'

export interface SessionOptions {
  store: Store
  current: CurrentSession
  storage: SessionStorage
  known: KnownSessions
  pending: PendingReauthentication
  poller: AccountPoller
  activation: SessionActivation
  signIn: SignIn
  removal: SessionRemoval
}

/** After so long without the focus, in milliseconds, connections are not trusted any more. */
const focusPause = 60_000
/** After a suspend, a call that hears nothing for so long, in milliseconds, is on a dead connection. Others wait for it. */
const longestSilence = 5000

/** Signs in and out, restores a stored session, and continues after it has expired. */
export class Session {
  private signingOut: Promise<Failure | undefined> = Promise.resolve(undefined)
  private isSigningOut = false
  /** In milliseconds since 1970: other clocks may stand still during a suspend. */
  private lastFocus = Date.now()

  constructor(private readonly options: SessionOptions) {}

  addSessionListener(listener: SessionListener): void {
    this.options.activation.addListener(listener)
  }

  /**
   * Continues with the session from the keychain if an account was signed in. To be called at the start.
   * @param onlyServer an origin; a session at another server is ignored, and this server is shown in the sign-in form
   * @returns why the keychain could not be read; undefined if it could
   */
  restore(onlyServer?: string): Promise<Failure | undefined> {
    return this.options.signIn.restore(onlyServer)
  }

  /**
   * Signs in, or continues the expired session of the same account.
   * @throws Failure; `refused` with the field `password` if it is wrong, and without a field while somebody is signed in
   */
  signIn(server: string, email: string, password: string): Promise<void> {
    return this.options.signIn.withPassword(server, email, password)
  }

  /**
   * Signs in with a call that creates a session, for example with a link from an email.
   * @param server as the user typed it
   * @throws Failure; `refused` while an account is signed in
   */
  signInWith(server: string, call: SignInCall): Promise<void> {
    return this.options.signIn.withCall(server, call)
  }

  /** To be called before a session is restored. */
  setMailPasswordRemoval(remove: RemoveMailPasswords): void {
    this.options.removal.removeMailPasswords = remove
  }

  /** Signs in again after the session has expired. Interrupted commands continue. @throws Failure */
  async reauthenticate(context: CommandContext, password: string): Promise<void> {
    if (this.options.store.state.session.kind !== 'expired') throw new Failure('refused', text('session.notEnded'))
    await this.renew(context, password).catch(withField('password'))
  }

  /** Replaces the session of the context's account. Interrupted commands continue. @throws Failure */
  async renew(context: CommandContext, password: string): Promise<void> {
    await this.options.signIn.renew(context, password)
  }

  /** Lets interrupted commands fail. The session stays expired. */
  cancelReauthentication(): void {
    const { activation, pending, store } = this.options
    if (store.state.session.kind !== 'expired') return
    pending.rejectAll()
    activation.show({ kind: 'expired', interrupted: false })
  }

  /**
   * Signs out in any case, also if the stored session cannot be read. What is here is removed without waiting for Fleep.
   * The sign-in view shows what could not be removed at Fleep or in the keychain.
   * @param onlyServer an origin: an account that is signed in elsewhere stays, and so do its mail passwords
   * @returns why something is still in the keychain; undefined if nothing is
   */
  signOut(removeMailPasswords?: RemoveMailPasswords, onlyServer?: string): Promise<Failure | undefined> {
    const { activation, current, known, signIn } = this.options
    const session = current.fleep
    const account = session ? accountKeyOf(session) : known.current()
    if (onlyServer !== undefined && account?.server !== onlyServer) {
      return this.removeLeftAt(onlyServer, removeMailPasswords)
    }
    if (!session && (this.isSigningOut || known.list().length === 0)) {
      // A sign-in that is on its way is not used.
      if (signIn.isOpening) current.clear()
      return this.signingOut
    }
    activation.end()
    // The next start must not find the session, whatever happens from here on.
    known.clearCurrent(removeMailPasswords ? account : null)
    this.isSigningOut = true
    this.signingOut = this.endSessions(session, account, removeMailPasswords).finally(() => {
      this.isSigningOut = false
    })
    return this.signingOut
  }

  /**
   * Whether there is a session to sign out of, also one that has expired or could not be removed before.
   * @param server an origin; any server when none is given
   */
  isKnownAt(server?: string): boolean {
    const { current, known } = this.options
    const accounts = [...known.list(), ...(current.context.account ? [current.context.account] : [])]
    return accounts.some((account) => server === undefined || account.server === server)
  }

  /** Whether passwords of mail servers are stored for an account at a server. @param server an origin */
  hasMailPasswordsAt(server: string): boolean {
    return this.options.known.withPasswordsAt(server).length > 0
  }

  /** Removes what earlier accounts at a server have left. @returns why something is still in the keychain */
  private async removeLeftAt(
    server: string,
    removeMailPasswords: RemoveMailPasswords | undefined,
  ): Promise<Failure | undefined> {
    const { activation, current, known, removal } = this.options
    const accounts = removeMailPasswords ? known.withPasswordsAt(server) : []
    known.addPasswordsToForget(accounts)
    const [left, ...failures] = await Promise.all([
      removal.removeUnused((account) => account.server !== server),
      ...accounts.map((account) => removal.forgetPasswords(account, removeMailPasswords)),
    ])
    const passwordsLeft = failures.find((failure) => failure !== undefined)
    if (!current.fleep) activation.showSignedOut(signOutNotice([left], passwordsLeft))
    return left.notRemoved ?? passwordsLeft
  }

  private async endSessions(
    session: FleepSession | undefined,
    account: AccountKey | null,
    removeMailPasswords: RemoveMailPasswords | undefined,
  ): Promise<Failure | undefined> {
    const { activation, current, removal } = this.options
    const { signOuts } = current
    const isUsed = (other: AccountKey) => isSameAccount(current.context.account, other)
    const isOwn = (other: AccountKey) => session !== undefined && isSameAccount(account, other)
    const [passwordsLeft, own, others] = await Promise.all([
      account && removeMailPasswords ? removal.forgetPasswords(account, removeMailPasswords) : undefined,
      session && removal.remove(session),
      removal.removeUnused((other) => isOwn(other) || isUsed(other)),
    ])
    const results = [own, others].flatMap((result) => result ?? [])
    // Somebody may have signed in meanwhile, and out again.
    if (current.signOuts === signOuts && !current.fleep) activation.showSignedOut(signOutNotice(results, passwordsLeft))
    return results.find(({ notRemoved }) => notRemoved)?.notRemoved ?? passwordsLeft
  }

  /** Resolves when the last sign-in or sign-out is stored in the keychain and on disk; null if nothing is pending. */
  get pendingStorage(): Promise<unknown> | null {
    const { activation, removal } = this.options
    const pending = [activation.saving, removal.local, removal.remote].flatMap(({ settled }) => settled ?? [])
    return pending.length > 0 ? Promise.all(pending) : null
  }

  /** Resolves when nothing of an account that has signed out is in the keychain any more; null if nothing is. */
  get pendingRemoval(): Promise<unknown> | null {
    return this.options.removal.local.settled
  }

  /** Stores the session again. @returns why this failed; undefined if it succeeded */
  saveAgain(replace: boolean): Promise<Failure | undefined> {
    return this.options.activation.saveAgain(replace)
  }

  /** To be called before the process ends while an account is signed in. */
  stopPolling(): void {
    this.options.poller.stop()
  }

  /** To be called when the window gets the focus. After a pause, the computer may have been suspended without a word. */
  handleFocus(): void {
    const now = Date.now()
    if (now - this.lastFocus > focusPause) this.reconnect()
    else this.retryNow()
    this.lastFocus = now
  }

  /** To be called after a suspend: open connections may be dead without a sign of it, and changes are not heard through them. */
  resume(): void {
    this.reconnect(longestSilence)
  }

  private reconnect(silence?: number): void {
    this.options.current.fleep?.transport.renewConnections(silence)
    this.options.poller.restart()
    this.retryNow()
  }

  /** Tries the network and the keychain again. */
  retryNow(): void {
    const { known, poller, storage, store } = this.options
    void storage.retry()
    poller.retryNow()
    // Another process of the app may have signed in.
    if (store.state.session.kind === 'signed-out' && known.hasOtherSignIn()) void this.restore()
  }
}
