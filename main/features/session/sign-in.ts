import type { AccountKey, CommandContext } from '../../core/command-context'
import { Failure, isFailure, withField } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { FleepSession } from '../../fleep/fleep-session'
import { onlyServer, parseServerAddress } from '../../fleep/server-address'
import { login, type SignInResult } from '../../fleep/sign-in-api'
import { Transport } from '../../fleep/transport'
import { keychainName } from '../../keychain/keychain-name'
import { accountKeyOf, type CurrentSession } from './current-session'
import { isSameAccount, type KnownSessions } from './known-sessions'
import { logInAgain } from './log-in-again'
import { notSignedIn } from './pending-reauthentication'
import type { SessionActivation } from './session-activation'
import type { SessionRemoval } from './session-removal'
import type { SessionStorage } from './session-storage'

/** A call that creates a session. */
export type SignInCall = (transport: Transport) => Promise<SignInResult>

export interface SignInOptions {
  store: Store
  current: CurrentSession
  storage: SessionStorage
  known: KnownSessions
  removal: SessionRemoval
  activation: SessionActivation
}

/**
 * Signs in, and restores and renews sessions. All of this takes turns, so that a second sign-in finds out that somebody is
 * signed in before it opens a session. A session that it opens is used, or ended at its server.
 */
export class SignIn {
  private readonly turns = new SerialQueue()
  /** Whether a session is being opened. */
  isOpening = false
  /** Whether nothing was restored yet. */
  private isFirst = true

  constructor(private readonly options: SignInOptions) {}

  /** Continues with the stored session; see `Session.restore`. */
  restore(wantedServer?: string): Promise<Failure | undefined> {
    // At the start, this is not yet known to what comes with it: a link that the app was opened with is for this server.
    if (this.isFirst) this.showLast(wantedServer)
    this.isFirst = false
    return this.turns.run(async () => {
      const { activation, current } = this.options
      if (current.fleep) return undefined
      const { server, accountId } = this.showLast(wantedServer)
      if (accountId) activation.show({ kind: 'restoring' })
      else activation.showSignedOut(null)
      const failure = accountId ? await this.restoreStored({ server, accountId }) : undefined
      void activation.saving.add(this.options.removal.forgetRemainingPasswords())
      this.removeUnused()
      return failure
    })
  }

  /** Shows the server and email of the last sign-in. @returns the account that is signed in; its id is null if none is */
  private showLast(wanted = onlyServer() ?? undefined) {
    const { known, store } = this.options
    const last = known.read()
    const isIgnored = wanted !== undefined && wanted !== last.server
    const { server, email, accountId } = isIgnored ? { server: wanted, email: '', accountId: null } : last
    store.change({ server, lastEmail: email })
    return { server, accountId }
  }

  private async restoreStored({ server, accountId }: AccountKey): Promise<Failure | undefined> {
    const { activation, current, storage } = this.options
    const { signOuts } = current
    try {
      const stored = await storage.read(server, accountId)
      if (current.signOuts !== signOuts) return undefined
      if (!stored) {
        activation.showSignedOut(text('session.gone', { keychain: keychainName() }))
        return undefined
      }
      const session = new FleepSession(new Transport({ server }), accountId, stored)
      storage.adopt(session)
      activation.activate(session)
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      if (current.signOuts !== signOuts) return undefined
      const notice = text('session.unreadable', { problem: reason.message })
      activation.show({ kind: 'signed-out', notice, canRestore: true })
      return reason
    }
  }

  /** Signs in, or continues the expired session of the same account. @throws Failure */
  withPassword(server: string, email: string, password: string): Promise<void> {
    const loginName = email.trim()
    const call: SignInCall = (transport) => login(transport, loginName, password).catch(withField('password'))
    return this.turns.run(() => {
      const isExpired = this.options.store.state.session.kind === 'expired'
      return this.open(server, call, { lastEmail: loginName, replaces: isExpired })
    })
  }

  /** Signs in with a call that creates a session. @throws Failure; `refused` while an account is signed in */
  withCall(server: string, call: SignInCall): Promise<void> {
    return this.turns.run(() => this.open(server, call, { replaces: false }))
  }

  /**
   * @param lastEmail fills the sign-in form the next time; by default, the account's primary address
   * @param replaces whether the session of the same account is replaced
   */
  private async open(
    server: string,
    call: SignInCall,
    { lastEmail, replaces }: { lastEmail?: string; replaces: boolean },
  ): Promise<void> {
    const { activation, current, known, removal, store } = this.options
    const { signOuts } = current
    if (current.fleep && !replaces) throw somebodyIsIn()
    const origin = parseServerAddress(server)
    const transport = new Transport({ server: origin })
    this.isOpening = true
    const { session, profile } = await call(transport)
      .catch((reason) => {
        void transport.close()
        throw reason
      })
      .finally(() => {
        this.isOpening = false
      })
    const isOther = current.fleep && !isSameAccount(accountKeyOf(current.fleep), accountKeyOf(session))
    if (isOther || current.signOuts !== signOuts) {
      await removal.endAtServer(session)
      throw isOther ? somebodyIsIn() : notSignedIn()
    }
    store.change({ server: origin, lastEmail: lastEmail ?? profile?.email ?? '' })
    // Before the new session is stored, because it may get the place of one of them in the keychain.
    void activation.saving.add(removal.removeUnused(() => false))
    // What is typed from here on is not forgotten.
    void activation.saving.add(removal.forgetRemainingPasswords())
    known.passwordsForgotten(accountKeyOf(session))
    await activation.start(session, profile)
  }

  /** Replaces the session of the context's account. Interrupted commands continue. @throws Failure */
  renew(context: CommandContext, password: string): Promise<void> {
    const old = this.options.current.sessionFor(context)
    return this.turns.run(async () => {
      const { activation, current, removal, store } = this.options
      current.sessionFor(context)
      const { signOuts } = current
      const { account, lastEmail } = store.state
      // Own connections, which stay open if the account signs out: a session that is opened must be ended.
      const transport = new Transport({ server: old.transport.server })
      const { session, profile } = await logInAgain(transport, account, lastEmail, password).catch((reason) => {
        void transport.close()
        throw reason
      })
      const isOther = session.accountId !== old.accountId
      if (isOther || current.signOuts !== signOuts) {
        await removal.endAtServer(session)
        throw isOther ? new Failure('refused', text('session.otherAccount')) : notSignedIn()
      }
      await activation.start(session, profile)
      this.removeUnused()
    })
  }

  /** Removes the sessions of accounts that are not signed in, neither here nor in another process. */
  private removeUnused(): void {
    const { activation, current, known, removal } = this.options
    const isUsed = (account: AccountKey) =>
      [current.context.account, known.current()].some((used) => isSameAccount(used, account))
    void activation.saving.add(removal.removeUnused(isUsed))
  }
}

function somebodyIsIn(): Failure {
  return new Failure('refused', text('session.somebodyIsIn'))
}
