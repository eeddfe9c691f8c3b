import type { Store } from '../../core/store'
import type { Keychain } from '../../keychain/keychain'
import { AccountState } from '../account/account-state'
import type { PictureCache } from '../avatar/picture-cache'
import { AccountPoller } from './account-poller'
import { CurrentSession } from './current-session'
import type { KnownSessionFile } from './known-session-file'
import { KnownSessions } from './known-sessions'
import { PendingReauthentication } from './pending-reauthentication'
import { Session } from './session'
import { SessionActivation } from './session-activation'
import { SessionCalls } from './session-calls'
import { SessionExpiry } from './session-expiry'
import { SessionRemoval } from './session-removal'
import { SessionStorage } from './session-storage'
import { SignIn } from './sign-in'

export interface CreateSessionOptions {
  store: Store
  keychain: Keychain
  knownSession: KnownSessionFile
  pictures: Pick<PictureCache, 'toLocalUrl'>
  /** Called with an unexpected exception that no command gets. */
  reportDefect(reason: unknown): void
}

/** Creates the session and the objects that it depends on, which refer to each other. */
export function createSession({ store, keychain, knownSession, pictures, reportDefect }: CreateSessionOptions) {
  const current = new CurrentSession()
  const account = new AccountState(store, current, pictures)
  const known = new KnownSessions(knownSession)
  const storage = new SessionStorage(keychain, store, known)
  const removal = new SessionRemoval(storage, known)
  const pending = new PendingReauthentication()
  const poller: AccountPoller = new AccountPoller({
    onContacts: (records) => account.applyRecords(records),
    onRecords: (records) => activation.notifyRecords(records),
    onGap: () => activation.notifyGap(),
    onFailure: (reason) => expiry.handleBackgroundFailure(reason),
    onDefect: reportDefect,
  })
  const activation = new SessionActivation({ store, current, account, storage, known, pending, poller })
  const expiry: SessionExpiry = new SessionExpiry({
    store,
    current,
    account,
    storage,
    pending,
    poller,
    onRenewed: (renewed) => activation.activate(renewed),
  })
  const signIn = new SignIn({ store, current, storage, known, removal, activation })
  const session = new Session({ store, current, storage, known, pending, poller, activation, signIn, removal })
  const calls = new SessionCalls({ current, account, poller, expiry })
  return { session, calls, current }
}
