import type { Failure } from '../failure'
import { type ContactInfo, mergeContact } from '../fleep/records'
import type { Store } from '../store'

/** What is known of the signed-in account, and since when, should the server not be reached. */
export class KnownAccount {
  /** When the server last confirmed what is shown, in milliseconds since 1970. */
  private confirmedAt: number | null = null

  /** @param pictureAddress gives the window's own address of a picture that a record names */
  constructor(
    private readonly store: Store,
    private readonly pictureAddress: (url: string, server: string) => string,
  ) {}

  /** Merges records over the known account; others than one's own are passed over. */
  take(ownId: string, records: ContactInfo[]): void {
    const { server } = this.store.state
    for (const record of records) {
      if (record.account_id !== ownId) continue
      const addressOf = (url: string) => this.pictureAddress(url, server)
      this.store.change({ account: mergeContact(this.store.state.account, record, addressOf) })
    }
    this.reached()
  }

  /** The server answered. */
  reached(): void {
    this.confirmedAt = Date.now()
    if (!this.store.state.connection.online) this.store.change({ connection: { online: true } })
  }

  /** The server could not be asked. */
  notReached(failure: Failure): void {
    this.store.change({ connection: { online: false, since: this.confirmedAt, explanation: failure.message } })
  }

  forget(): void {
    this.confirmedAt = null
    this.store.change({ account: null, smtpAccounts: null, connection: { online: true } })
  }
}
