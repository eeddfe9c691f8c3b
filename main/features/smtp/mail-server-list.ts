import type { MailServer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { FleepSession } from '../../fleep/fleep-session'
import { type KnownMailServers, listMailServers, mergeMailServerRecords } from '../../fleep/smtp-api'
import type { SessionCalls } from '../session/session-calls'

/** The accounts as Fleep has them, and what of them is shown. */
export class MailServerList {
  /** null until Fleep was asked. */
  private all: MailServer[] | null = null
  /** Former accounts that are just being replaced: a replacement is one change to the person. */
  private readonly hidden = new Set<string>()

  constructor(
    private readonly calls: SessionCalls,
    private readonly store: Store,
  ) {}

  /** Reads the accounts anew. @returns all of them, and whether every record was understood. @throws Failure */
  async refresh(context: CommandContext): Promise<{ accounts: MailServer[]; isComplete: boolean }> {
    const list = await this.calls.read(context, listMailServers)
    this.show(list.accounts)
    return list
  }

  /** As it is known, else as Fleep says. @throws Failure */
  async get(context: CommandContext): Promise<MailServer[]> {
    return this.all ?? (await this.refresh(context)).accounts
  }

  /** @throws Failure `refused` for one that is not there */
  async find(context: CommandContext, id: string): Promise<MailServer> {
    const account = (await this.get(context)).find((candidate) => candidate.id === id)
    if (!account) throw new Failure('refused', text('smtp.accountGone'))
    return account
  }

  has(id: string): boolean {
    return this.known().some((account) => account.id === id)
  }

  readonly known: KnownMailServers = () => this.all ?? []

  /** What Fleep refuses is often about an account that was changed elsewhere, so the accounts are read again. */
  async change<Input extends unknown[]>(
    context: CommandContext,
    endpoint: (session: FleepSession, known: KnownMailServers, ...input: Input) => Promise<MailServer[]>,
    ...input: Input
  ): Promise<void> {
    await this.get(context)
    try {
      this.show(await this.calls.call(context, endpoint, this.known, ...input))
    } catch (reason) {
      if (isFailure(reason, 'refused')) await this.refresh(context).catch(() => undefined)
      throw reason
    }
  }

  show(accounts: MailServer[]): void {
    this.all = accounts
    this.store.change({ mailServers: accounts.filter(({ id }) => !this.hidden.has(id)) })
  }

  hide(id: string): void {
    this.hidden.add(id)
  }

  unhide(id: string): void {
    if (this.hidden.delete(id) && this.all) this.show(this.all)
  }

  /** What a poll brought, of whatever kind. */
  applyRecords(records: unknown[]): void {
    if (this.all) this.show(mergeMailServerRecords(this.all, records))
  }

  end(): void {
    this.all = null
    this.hidden.clear()
    this.store.change({ mailServers: null })
  }
}
