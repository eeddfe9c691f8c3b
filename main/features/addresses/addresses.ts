import type { CommandContext } from '../../core/command-context'
import type { Store } from '../../core/store'
import { configurePrimaryEmail } from '../../fleep/account-api'
import { addAliases, confirmAlias, listAliases, removeAliases } from '../../fleep/alias-api'
import { readMailedId } from '../../fleep/mailed-link'
import type { CurrentSession } from '../session/current-session'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'

export interface AddressesOptions {
  session: Session
  calls: SessionCalls
  current: CurrentSession
  store: Store
}

/** The account's other addresses, and which address is the primary one. */
export class Addresses {
  private readonly calls: SessionCalls
  private readonly store: Store

  constructor({ session, calls, current, store }: AddressesOptions) {
    this.calls = calls
    this.store = store
    session.addSessionListener({
      onRecords: (records) => this.refreshIfChanged(current.context, records),
      onSignedOut: () => store.change({ aliases: null }),
    })
  }

  /** @throws Failure */
  async refresh(context: CommandContext): Promise<void> {
    this.store.change({ aliases: await this.calls.read(context, listAliases) })
  }

  /** Fleep emails a link to the address. Asking again sends another link and voids the first. @throws Failure */
  async add(context: CommandContext, email: string): Promise<void> {
    await this.calls.call(context, addAliases, [email.trim()])
    await this.refreshIfPossible(context)
  }

  /** @throws Failure */
  async remove(context: CommandContext, email: string): Promise<void> {
    await this.calls.call(context, removeAliases, [email])
    await this.refreshIfPossible(context)
  }

  /** @param link from the email, or the id in it. @throws Failure `refused` for one that was used or has expired */
  async confirm(context: CommandContext, link: string): Promise<void> {
    const id = readMailedId(link, this.store.state.server)
    await this.calls.call(context, ({ transport }) => confirmAlias(transport, id))
    await this.refreshIfPossible(context)
  }

  /** The previous primary address becomes one of the others. @throws Failure */
  async makePrimary(context: CommandContext, email: string): Promise<void> {
    await this.calls.change(context, configurePrimaryEmail, email)
    await this.refreshIfPossible(context)
  }

  /** Shows what Fleep lists now. If it cannot be read, the next poll brings it. */
  private async refreshIfPossible(context: CommandContext): Promise<void> {
    await this.refresh(context).catch(() => undefined)
  }

  /** An address was added, confirmed or removed, here or elsewhere, if the account's own record lists its addresses. */
  private refreshIfChanged(context: CommandContext, records: unknown[]): void {
    const listsAddresses = (record: unknown) =>
      record !== null && typeof record === 'object' && 'alias_account_ids' in record
    if (this.store.state.aliases && records.some(listsAddresses)) void this.refreshIfPossible(context)
  }
}
