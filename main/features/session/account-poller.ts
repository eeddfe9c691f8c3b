import { isFailure } from '../../core/failure'
import { poll, readEventHorizon, readOwnRecord } from '../../fleep/account-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'

export interface AccountPollerOptions {
  onContacts(records: ContactInfo[]): void
  /** Everything that a poll brought, contacts or not. */
  onRecords(records: unknown[]): void
  onFailure(reason: unknown): void
}

/** Waits between tries while the server cannot be reached, in milliseconds. */
const firstWait = 1000
const maxWait = 60_000

/** Follows the account by long polls: what changes elsewhere shows here, and so does a lost connection. */
export class AccountPoller {
  private abortController = new AbortController()
  private endWait: () => void = () => undefined

  constructor(private readonly options: AccountPollerOptions) {}

  start(session: FleepSession): void {
    this.stop()
    this.abortController = new AbortController()
    const { signal } = this.abortController
    void this.pollUntilStopped(session, signal)
  }

  stop(): void {
    this.abortController.abort()
    this.endWait()
  }

  /** Tries at once, if it is waiting to try again. */
  retryNow(): void {
    this.endWait()
  }

  private async pollUntilStopped(session: FleepSession, signal: AbortSignal): Promise<void> {
    let wait = firstWait
    while (!signal.aborted) {
      try {
        const horizon = await readEventHorizon(session, signal)
        // Read after the horizon is known, so that no change falls between the two.
        const record = await readOwnRecord(session, signal)
        if (signal.aborted) return
        this.options.onContacts([record])
        wait = firstWait
        await this.pollFrom(horizon, session, signal)
      } catch (reason) {
        if (signal.aborted) return
        this.options.onFailure(reason)
        if (!isFailure(reason) || isFailure(reason, 'signed-out')) return
        await this.sleep(wait, signal)
        wait = Math.min(wait * 2, maxWait)
      }
    }
  }

  /** Returns when the server asks for a new start. */
  private async pollFrom(horizon: number, session: FleepSession, signal: AbortSignal): Promise<void> {
    let next = horizon
    while (!signal.aborted && next !== 0) {
      const { eventHorizon, contacts, stream } = await poll(session, next, signal)
      if (signal.aborted) return
      this.options.onContacts(contacts)
      this.options.onRecords(stream)
      // A server that does not hold the poll must not be asked without pause.
      if (eventHorizon === next && stream.length === 0) await this.sleep(firstWait, signal)
      next = eventHorizon
    }
  }

  private sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.endWait = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
