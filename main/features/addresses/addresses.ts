import type { Store } from '../../core/store'
import { configurePrimaryEmail } from '../../fleep/account-api'
import { addAliases, confirmAlias, listAliases, removeAliases } from '../../fleep/alias-api'
import type { FleepSession } from '../../fleep/fleep-session'
import { readMailedId } from '../../fleep/mailed-link'
import type { Session } from '../session/session'

/** The account's other addresses, and which of them all is the primary one. */
export class Addresses {
  constructor(
    private readonly session: Session,
    private readonly store: Store,
  ) {
    session.addSessionListener({
      onRecords: (records) => this.hear(records),
      onSignedOut: () => store.change({ aliases: null }),
    })
  }

  /** @throws Failure */
  async refresh(): Promise<void> {
    this.store.change({ aliases: await this.session.read(listAliases) })
  }

  /** Fleep mails a link to the address; asking again sends another, and the first one ends. @throws Failure */
  add(email: string): Promise<void> {
    return this.change((fleep) => addAliases(fleep, [email.trim()]))
  }

  /** @throws Failure */
  remove(email: string): Promise<void> {
    return this.change((fleep) => removeAliases(fleep, [email]))
  }

  /** @param link from the mail, or the id in it. @throws Failure `refused` for one that was used or has expired */
  async confirm(link: string): Promise<void> {
    const id = readMailedId(link, this.store.state.server)
    await this.change((fleep) => confirmAlias(fleep.transport, id))
  }

  /** The former primary address becomes one of the others. @throws Failure */
  makePrimary(email: string): Promise<void> {
    return this.change(async (fleep) => this.session.applyRecords([await configurePrimaryEmail(fleep, email)]))
  }

  private async change(call: (fleep: FleepSession) => Promise<unknown>): Promise<void> {
    await this.session.use(call)
    // What is shown is what Fleep lists; if it cannot be asked just now, the poll tells.
    await this.refresh().catch(() => undefined)
  }

  /** An address was added, confirmed or removed, here or elsewhere: one's own record then names other ones. */
  private hear(records: unknown[]): void {
    const isAbout = (record: unknown) => record !== null && typeof record === 'object' && 'alias_account_ids' in record
    if (this.store.state.aliases && records.some(isAbout)) void this.refresh().catch(() => undefined)
  }
}
