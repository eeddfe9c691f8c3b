import type { Store } from '../../core/store'
import type { Keychain } from '../../keychain/keychain'
import { AccountState } from '../account/account-state'
import type { PictureCache } from '../avatar/picture-cache'
import { AccountPoller } from './account-poller'
import { CurrentSession } from './current-session'
import type { KnownSessionFile } from './known-session-file'
import { PendingReauthentication } from './pending-reauthentication'
import { Session } from './session'
import { SessionCalls } from './session-calls'
import { SessionExpiry } from './session-expiry'
import { SessionStorage } from './session-storage'

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
  const storage = new SessionStorage(keychain, store)
  const pending = new PendingReauthentication()
  const poller: AccountPoller = new AccountPoller({
    onContacts: (records) => account.applyRecords(records),
    onRecords: (records) => session.notifyRecords(records),
    onFailure: (reason) => expiry.handleBackgroundFailure(reason),
    onDefect: reportDefect,
  })
  const expiry: SessionExpiry = new SessionExpiry({
    store,
    current,
    account,
    storage,
    pending,
    poller,
    onRenewed: (renewed) => session.activate(renewed),
  })
  const session: Session = new Session({ store, current, account, storage, knownSession, pending, poller })
  const calls = new SessionCalls({ current, account, poller, expiry })
  return { session, calls, current }
}
