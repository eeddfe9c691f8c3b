import type { MailServer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import { showNotUnderstood } from '../../core/not-understood'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { FleepSession } from '../../fleep/fleep-session'
import { type KnownMailServers, listMailServers, mergeMailServerRecords } from '../../fleep/smtp-api'
import type { SessionCalls } from '../session/session-calls'

/** The account's mail servers, as the last answers and polls of Fleep reported them. Shows them in the state. */
export class MailServerList {
  /** null until the list is loaded. */
  private all: MailServer[] | null = null
  /** Mail servers that are being replaced. For the user this is one change, so only one of the two is shown. */
  private readonly hidden = new Set<string>()
  /** The records that polls brought while a mail server was being stored; null otherwise. */
  private heldRecords: unknown[] | null = null

  constructor(
    private readonly calls: SessionCalls,
    private readonly store: Store,
  ) {}

  /**
   * Loads the list from Fleep.
   * @returns `isComplete` is false if one of the records could not be understood
   * @throws Failure
   */
  async refresh(context: CommandContext): Promise<{ servers: MailServer[]; isComplete: boolean }> {
    const { accounts: servers, unreadCount } = await this.calls.read(context, listMailServers, this.known)
    this.show(servers)
    showNotUnderstood(this.store, context, 'mailServers', unreadCount)
    return { servers, isComplete: unreadCount === 0 }
  }

  /** @returns all mail servers, loaded only if they are not known yet. @throws Failure */
  async get(context: CommandContext): Promise<MailServer[]> {
    return this.all ?? (await this.refresh(context)).servers
  }

  /** @throws Failure `refused` if there is no such mail server */
  async find(context: CommandContext, id: string): Promise<MailServer> {
    const server = (await this.get(context)).find((candidate) => candidate.id === id)
    if (!server) throw new Failure('refused', text('smtp.serverGone'))
    return server
  }

  has(id: string): boolean {
    return this.known().some((server) => server.id === id)
  }

  /** @returns the mail servers as far as they are known, without a call */
  readonly known: KnownMailServers = () => this.all ?? []

  /**
   * Makes a change. If Fleep refuses it, loads the list again, because another app may have changed it.
   * @throws Failure
   */
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

  /** @param previousIds of mail servers that are shown for the first time, and replace or restore another one */
  show(servers: MailServer[], previousIds: Record<string, string> = {}): void {
    this.all = servers
    const known = this.store.state.mailServerFirstIds
    const added = Object.entries(previousIds).map(([id, previousId]) => [id, known[previousId] ?? previousId])
    this.store.change({
      mailServers: servers.filter(({ id }) => !this.hidden.has(id)),
      ...(added.length > 0 && { mailServerFirstIds: { ...known, ...Object.fromEntries(added) } }),
    })
  }

  /** Shows what polls report only after a call: a poll would show a stored mail server before its place is known. */
  async holdRecords<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const held: unknown[] = []
    this.heldRecords = held
    try {
      return await call()
    } finally {
      // Not after a sign-out: the next account may hold its own.
      if (this.heldRecords === held) {
        this.heldRecords = null
        this.applyRecords(held)
      }
    }
  }

  hide(id: string): void {
    this.hidden.add(id)
  }

  unhide(id: string): void {
    if (this.hidden.delete(id) && this.all) this.show(this.all)
  }

  /** @param records the records of a poll, of any kind */
  applyRecords(records: unknown[]): void {
    if (this.heldRecords) this.heldRecords = this.heldRecords.concat(records)
    else if (this.all) this.show(mergeMailServerRecords(this.all, records))
  }

  clear(): void {
    this.all = null
    this.heldRecords = null
    this.hidden.clear()
    this.store.change({ mailServers: null, mailServerFirstIds: {} })
  }
}
