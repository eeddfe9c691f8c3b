import type { Account } from '../../../contract'
import type { Failure } from '../../core/failure'
import type { Store } from '../../core/store'
import { type ContactInfo, mergeContact } from '../../fleep/records'
import type { PictureCache } from '../avatar/picture-cache'
import type { CurrentSession } from '../session/current-session'

/** Shows the signed-in account in the state, and whether the server can be reached. */
export class AccountState {
  /** When the server last confirmed the shown values, in milliseconds since 1970. */
  private confirmedAt: number | null = null

  constructor(
    private readonly store: Store,
    private readonly current: CurrentSession,
    private readonly pictures: Pick<PictureCache, 'toLocalUrl'>,
  ) {}

  /** Merges the records of the signed-in account into the state. Records of other accounts are ignored. */
  applyRecords(records: ContactInfo[]): void {
    const ownId = this.current.fleep?.accountId
    if (!ownId) return
    const { server } = this.store.state
    const toLocalUrl = (url: string) => this.pictures.toLocalUrl(url, server)
    const own = records.filter(({ account_id }) => account_id === ownId)
    const merged = own.reduce<Account | null>(
      (account, record) => mergeContact(account, record, toLocalUrl),
      this.store.state.account,
    )
    if (own.length > 0) this.store.change({ account: merged })
    this.markOnline()
  }

  /** To be called when the server has answered. @returns whether it could not be reached before */
  markOnline(): boolean {
    this.confirmedAt = Date.now()
    if (this.store.state.connection.online) return false
    this.store.change({ connection: { online: true } })
    return true
  }

  /** To be called when the server could not be reached. */
  markOffline(failure: Failure): void {
    this.store.change({ connection: { online: false, since: this.confirmedAt, explanation: failure.message } })
  }

  clear(): void {
    this.confirmedAt = null
    this.store.change({ account: null, connection: { online: true } })
  }
}
