import type { CommandContext } from '../../core/command-context'
import { Failure } from '../../core/failure'
import { showNotUnderstood } from '../../core/not-understood'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
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

/** Shows and changes the addresses of the account. */
export class Addresses {
  private readonly calls: SessionCalls
  private readonly store: Store

  constructor({ session, calls, current, store }: AddressesOptions) {
    this.calls = calls
    this.store = store
    session.addSessionListener({
      onRecords: (records) => this.refreshIfChanged(current.context, records),
      onGap: (context) => {
        if (store.state.aliases) void this.refreshIfPossible(context)
      },
      onSignedOut: () => store.change({ aliases: null }),
    })
  }

  /** Loads the addresses. @throws Failure */
  async refresh(context: CommandContext): Promise<void> {
    const { aliases, unreadCount } = await this.calls.read(context, listAliases)
    this.store.changeFor(context, { aliases })
    showNotUnderstood(this.store, context, 'addresses', unreadCount)
  }

  /**
   * Lets Fleep email a confirmation link. Adding an address again sends a new link, and the old one stops working.
   * @throws Failure; `invalid-input` for the primary address
   */
  async add(context: CommandContext, email: string): Promise<void> {
    this.refusePrimary(email)
    await this.calls.call(context, addAliases, [email.trim()])
    await this.refreshIfPossible(context)
  }

  /** @throws Failure; `invalid-input` for the primary address, which Fleep leaves as it is and answers with success */
  async remove(context: CommandContext, email: string): Promise<void> {
    this.refusePrimary(email)
    await this.calls.call(context, removeAliases, [email])
    await this.refreshIfPossible(context)
  }

  /** @param link the link from the email, or the id in it. @throws Failure `refused` if it was used or has expired */
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

  private refusePrimary(email: string): void {
    if (email.trim().toLowerCase() === this.store.state.account?.email.toLowerCase()) {
      throw new Failure('invalid-input', text('aliases.isPrimary'), 'email')
    }
  }

  /** Loads the addresses after a change. If this fails, the next poll brings them. */
  private async refreshIfPossible(context: CommandContext): Promise<void> {
    await this.refresh(context).catch(() => undefined)
  }

  /** Loads the addresses again if one of the records lists them, which means that an address has changed. */
  private refreshIfChanged(context: CommandContext, records: unknown[]): void {
    const listsAddresses = (record: unknown) =>
      record !== null && typeof record === 'object' && 'alias_account_ids' in record
    if (this.store.state.aliases && records.some(listsAddresses)) void this.refreshIfPossible(context)
  }
}
