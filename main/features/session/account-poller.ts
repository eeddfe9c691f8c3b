import { type Failure, isFailure } from '../../core/failure'
import { throwLater } from '../../core/throw-later'
import { poll, readEventHorizon, readOwnRecord } from '../../fleep/account-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'

export interface AccountPollerOptions {
  /** Called with the account's own record, and with the contacts of each poll. */
  onContacts(records: ContactInfo[]): void
  /** Called with all records of each poll, including contacts. */
  onRecords(records: unknown[]): void
  onFailure(reason: Failure): void
  /** Called with an unexpected exception. Polling goes on. */
  onDefect(reason: unknown): void
}

/** Records of these kinds are shown; others, such as messages, come in large numbers. */
const shownKinds = new Set<unknown>(['conv', 'section', 'smtp'])

/** The time before the next try after a failure or a defect, which doubles with each. In milliseconds. */
const firstWait = 1000
const maxWait = 60_000

/**
 * Polls Fleep for changes of the account while it is signed in, and notices when the connection is lost. It stops when it
 * is told to, or when Fleep has ended the session; nothing else ends it.
 */
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
        await this.pollFrom(horizon, session, signal, () => {
          wait = firstWait
        })
        // With a horizon of 0 nothing was polled.
        if (horizon === 0) await this.sleep(firstWait, signal)
      } catch (reason) {
        if (signal.aborted) return
        this.report(reason)
        if (isFailure(reason, 'signed-out')) return
        await this.sleep(wait, signal)
        wait = Math.min(wait * 2, maxWait)
      }
    }
  }

  private report(reason: unknown): void {
    try {
      if (isFailure(reason)) this.options.onFailure(reason)
      else this.options.onDefect(reason)
    } catch (other) {
      throwLater(other)
    }
  }

  /**
   * Polls until the server asks for a new start, with a horizon of 0.
   * @param onAnswer called after each answer that was shown
   */
  private async pollFrom(
    horizon: number,
    session: FleepSession,
    signal: AbortSignal,
    onAnswer: () => void,
  ): Promise<void> {
    let next = horizon
    while (!signal.aborted && next !== 0) {
      const { eventHorizon, contacts, stream } = await poll(session, next, signal)
      if (signal.aborted) return
      this.options.onContacts(contacts)
      this.options.onRecords(stream)
      onAnswer()
      // A server that answers immediately, with nothing that is shown, must not be polled without a pause.
      if (eventHorizon <= next || !isOwn(contacts, stream, session.accountId)) await this.sleep(firstWait, signal)
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

/** @returns whether a poll brought something of the account itself, and not only messages and other people */
function isOwn(contacts: ContactInfo[], stream: unknown[], accountId: string): boolean {
  return (
    contacts.some(({ account_id }) => account_id === accountId) ||
    stream.some((record) => shownKinds.has((record as { mk_rec_type?: unknown } | null)?.mk_rec_type))
  )
}
