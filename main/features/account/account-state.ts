import type { Failure } from '../../core/failure'
import type { Store } from '../../core/store'
import { type ContactInfo, mergeContact } from '../../fleep/records'

/** What is known of the signed-in account, and since when, should the server not be reached. */
export class AccountState {
  /** When the server last confirmed what is shown, in milliseconds since 1970. */
  private confirmedAt: number | null = null

  /** @param pictureAddress gives the window's own address of a picture that a record names */
  constructor(
    private readonly store: Store,
    private readonly pictureAddress: (url: string, server: string) => string,
  ) {}

  /** Merges records over the known account; others than one's own are passed over. */
  applyRecords(ownId: string, records: ContactInfo[]): void {
    const { server } = this.store.state
    for (const record of records) {
      if (record.account_id !== ownId) continue
      const addressOf = (url: string) => this.pictureAddress(url, server)
      this.store.change({ account: mergeContact(this.store.state.account, record, addressOf) })
    }
    this.markOnline()
  }

  /** The server answered. */
  markOnline(): void {
    this.confirmedAt = Date.now()
    if (!this.store.state.connection.online) this.store.change({ connection: { online: true } })
  }

  /** The server could not be asked. */
  markOffline(failure: Failure): void {
    this.store.change({ connection: { online: false, since: this.confirmedAt, explanation: failure.message } })
  }

  clear(): void {
    this.confirmedAt = null
    this.store.change({ account: null, mailServers: null, connection: { online: true } })
  }
}
