import type { SmtpAccount } from '../../preload/contract'
import { Failure, isFailure } from '../failure'
import type { FleepSession } from '../fleep/session'
import { type KnownAccounts, listSmtpAccounts, mergeSmtpRecords } from '../fleep/smtp'
import type { Session } from '../session/session'
import type { Store } from '../store'
import { text } from '../text'

/** The accounts as Fleep has them, and what of them is shown. */
export class SmtpAccountList {
  /** null until Fleep was asked. */
  private all: SmtpAccount[] | null = null
  /** Former accounts that are just being replaced: a replacement is one change to the person. */
  private readonly hidden = new Set<string>()

  constructor(
    private readonly session: Session,
    private readonly store: Store,
  ) {}

  /** Reads the accounts anew. @returns all of them, and whether every record was understood. @throws Failure */
  async refresh(): Promise<{ accounts: SmtpAccount[]; isWhole: boolean }> {
    const list = await this.session.read(listSmtpAccounts)
    this.show(list.accounts)
    return list
  }

  /** As it is known, else as Fleep says. @throws Failure */
  async get(): Promise<SmtpAccount[]> {
    return this.all ?? (await this.refresh()).accounts
  }

  /** @throws Failure `refused` for one that is not there */
  async find(id: string): Promise<SmtpAccount> {
    const account = (await this.get()).find((candidate) => candidate.id === id)
    if (!account) throw new Failure('refused', text('smtp.accountGone'))
    return account
  }

  has(id: string): boolean {
    return this.known().some((account) => account.id === id)
  }

  readonly known: KnownAccounts = () => this.all ?? []

  /** What Fleep refuses is often about an account that was changed elsewhere, so the accounts are read again. */
  async change(call: (fleep: FleepSession, known: KnownAccounts) => Promise<SmtpAccount[]>): Promise<void> {
    await this.get()
    try {
      this.show(await this.session.use((fleep) => call(fleep, this.known)))
    } catch (reason) {
      if (isFailure(reason, 'refused')) await this.refresh().catch(() => undefined)
      throw reason
    }
  }

  show(accounts: SmtpAccount[]): void {
    this.all = accounts
    this.store.change({ smtpAccounts: accounts.filter(({ id }) => !this.hidden.has(id)) })
  }

  hide(id: string): void {
    this.hidden.add(id)
  }

  unhide(id: string): void {
    if (this.hidden.delete(id) && this.all) this.show(this.all)
  }

  /** What a poll brought, of whatever kind. */
  hear(records: unknown[]): void {
    if (this.all) this.show(mergeSmtpRecords(this.all, records))
  }

  end(): void {
    this.all = null
    this.hidden.clear()
  }
}
