import { isFailure } from '../../core/failure'
import { poll, readEventHorizon, readOwnRecord } from '../../fleep/account-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'

export interface AccountPollerOptions {
  /** Called with the account's own record, and with the contacts of each poll. */
  onContacts(records: ContactInfo[]): void
  /** Called with all records of each poll, including contacts. */
  onRecords(records: unknown[]): void
  onFailure(reason: unknown): void
}

/** The time before the next try if the server cannot be reached, which doubles with each failure. In milliseconds. */
const firstWait = 1000
const maxWait = 60_000

/** Polls Fleep for changes of the account while it is signed in, and notices when the connection is lost. */
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

  /** Ends the wait before the next try, if there is one. */
  retryNow(): void {
    this.endWait()
  }

  private async pollUntilStopped(session: FleepSession, signal: AbortSignal): Promise<void> {
    let wait = firstWait
    while (!signal.aborted) {
      try {
        const horizon = await readEventHorizon(session, signal)
        // Read after the horizon, so that no change between the two is missed.
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

  /** Polls until the server asks for a new start, with a horizon of 0. */
  private async pollFrom(horizon: number, session: FleepSession, signal: AbortSignal): Promise<void> {
    let next = horizon
    while (!signal.aborted && next !== 0) {
      const { eventHorizon, contacts, stream } = await poll(session, next, signal)
      if (signal.aborted) return
      this.options.onContacts(contacts)
      this.options.onRecords(stream)
      // A server that answers immediately, without a change, must not be polled without a pause.
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
