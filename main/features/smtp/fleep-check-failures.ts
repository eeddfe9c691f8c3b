import type { MailServer } from '../../../contract'
import type { AccountKey } from '../../core/command-context'
import type { Store } from '../../core/store'
import { readFleepChecks } from '../../fleep/smtp-api'
import type { KnownSessionFile } from '../session/known-session-file'

/** A mail server that Fleep could send through, or had not tried, until now. */
export interface FleepCheckFailure {
  id: string
  /** Empty if it is not known yet. */
  address: string
  /** Fleep's own words; they may be empty. */
  description: string
}

/**
 * Finds out when Fleep's own check of a mail server fails. Which ones have failed is also in a file, so that a failure is
 * reported once, and not again after a start.
 */
export class FleepCheckFailures {
  private account: AccountKey | null = null
  private failed = new Set<string>()
  private listener: (failure: FleepCheckFailure) => void = () => undefined

  constructor(
    private readonly store: Store,
    private readonly file: KnownSessionFile,
  ) {
    // What the user sees in the list is not reported.
    store.onChange((_state, { mailServers }) => {
      if (mailServers) this.adopt(mailServers)
    })
  }

  /** @param listener called once for each failure that a poll brings */
  onFailure(listener: (failure: FleepCheckFailure) => void): void {
    this.listener = listener
  }

  /** To be called after a sign-in. */
  begin(account: AccountKey): void {
    this.account = account
    const known = this.file.read().failedMailServers.filter((key) => isOf(account, key))
    this.failed = new Set(known.map(({ smtpId }) => smtpId))
  }

  /** To be called after a sign-out. */
  clear(): void {
    this.keep(new Set())
    this.account = null
  }

  /** @param records of a poll, of any kind. To be called before the list shows them */
  applyRecords(records: unknown[]): void {
    const failed = new Set(this.failed)
    const failures: FleepCheckFailure[] = []
    for (const { id, status, address, description } of readFleepChecks(records)) {
      if (status === null) continue
      // A new check begins with another status. Only one that succeeds makes the next failure news.
      if (status === 'working' || status === 'removed') failed.delete(id)
      else if (status !== 'failed') continue
      else if (!failed.has(id)) {
        failed.add(id)
        failures.push({ id, address: address ?? this.addressOf(id), description })
      }
    }
    this.keep(failed)
    for (const failure of failures) this.listener(failure)
  }

  private addressOf(id: string): string {
    return this.store.state.mailServers?.find((server) => server.id === id)?.address ?? ''
  }

  private adopt(servers: MailServer[]): void {
    const isKnown = ({ id, fleepCheck: { status } }: MailServer) =>
      status === 'failed' || (status !== 'working' && this.failed.has(id))
    this.keep(new Set(servers.filter(isKnown).map(({ id }) => id)))
  }

  /** To be called when the user has changed a mail server: whether Fleep can send through it is news again. */
  rearm(id: string): void {
    this.keep(new Set([...this.failed].filter((other) => other !== id)))
  }

  private keep(failed: Set<string>): void {
    const { account } = this
    const isSame = failed.size === this.failed.size && [...failed].every((id) => this.failed.has(id))
    if (!account || isSame) return
    this.failed = failed
    const own = [...failed].map((smtpId) => ({ server: account.server, accountId: account.accountId, smtpId }))
    this.file.write(({ failedMailServers }) => ({
      failedMailServers: [...failedMailServers.filter((key) => !isOf(account, key)), ...own],
    }))
  }
}

function isOf(account: AccountKey, key: AccountKey): boolean {
  return key.server === account.server && key.accountId === account.accountId
}
