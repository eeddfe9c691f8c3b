import { type Failure, isFailure } from '../../core/failure'
import { throwLater } from '../../core/throw-later'
import { poll, readEventHorizon, readOwnRecord } from '../../fleep/account-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'
import { PollPace } from './poll-pace'

export interface AccountPollerOptions {
  /** Called with the account's own record, and with the contacts of each poll. */
  onContacts(records: ContactInfo[]): void
  /** Called with all records of each poll, including contacts. */
  onRecords(records: unknown[]): void
  /** Called when polling goes on with the present, so that changes may have been missed. */
  onGap(): void
  onFailure(reason: Failure): void
  /** Called with an unexpected exception. Polling goes on. */
  onDefect(reason: unknown): void
}

/** Polls that may fail from the same place, before polling goes on with the present. */
const maxTries = 4

/** Records of these kinds are shown; others, such as messages, come in large numbers. */
const shownKinds = new Set<unknown>(['conv', 'section', 'smtp'])

/**
 * Polls Fleep for changes of the account while it is signed in, and notices when the connection is lost. It stops when it
 * is told to, or when Fleep has ended the session; nothing else ends it. A failed poll alone says nothing about the
 * connection: something on the way may refuse only what takes long. The calls with which polling starts again do.
 */
export class AccountPoller {
  private abortController = new AbortController()
  private endWait: () => void = () => undefined
  /** undefined while polling is stopped: it holds the secrets of an account. */
  private session: FleepSession | undefined
  private pace = new PollPace()
  /** Where polling goes on after an interruption, so that no change is missed; null for the present. */
  private place: { horizon: number; tries: number } | null = null
  /** Whether a poll of this account has succeeded. */
  private hasPolled = false
  /** Of the account that was polled last. */
  private accountId: string | undefined

  constructor(private readonly options: AccountPollerOptions) {}

  start(session: FleepSession): void {
    // Restarting does not shorten the waits.
    if (session !== this.session) this.pace = new PollPace()
    this.stop()
    if (session.accountId !== this.accountId) {
      this.place = null
      this.hasPolled = false
    }
    this.accountId = session.accountId
    this.session = session
    this.abortController = new AbortController()
    void this.pollUntilStopped(session, this.pace, this.abortController.signal)
  }

  stop(): void {
    this.abortController.abort()
    this.endWait()
    this.endWait = () => undefined
    this.session = undefined
  }

  /** Ends the wait before the next try, as far as the pace allows. */
  retryNow(): void {
    this.pace.skipWait()
    this.endWait()
  }

  /** Starts again, because the connection of a poll that waits may be dead. Does nothing unless polling has been started. */
  restart(): void {
    if (!this.session) return
    this.pace.skipWait()
    this.start(this.session)
  }

  private async pollUntilStopped(session: FleepSession, pace: PollPace, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.waitFor(() => pace.nextStart, signal)
      if (signal.aborted) return
      pace.noteStart()
      try {
        const horizon = await readEventHorizon(session, signal)
        // Read after the horizon, so that no change between the two is missed.
        const record = await readOwnRecord(session, signal)
        if (signal.aborted) return
        this.options.onContacts([record])
        // The server is not ready for polls.
        if (horizon === 0) pace.failStart()
        const start = this.startOf(horizon)
        if (this.hasPolled && !this.place) this.options.onGap()
        await this.pollFrom(start, session, pace, signal)
      } catch (reason) {
        if (signal.aborted) return
        this.report(reason)
        if (isFailure(reason, 'signed-out')) return
        pace.failStart(isFailure(reason) ? reason.retryAfter : 0)
      }
    }
  }

  /** @param present the horizon of account/sync. @returns the horizon for the next poll */
  private startOf(present: number): number {
    // A server whose horizons begin again knows nothing of the old place.
    if (!this.place || this.place.horizon > present || this.place.tries >= maxTries) this.place = null
    return this.place?.horizon ?? present
  }

  /** Notes that a poll from the current place failed. What the server cannot answer is left out. */
  private losePlace(reason: Failure, horizon: number): void {
    const tries = (this.place?.horizon === horizon ? this.place.tries : 0) + 1
    this.place = isFailure(reason, 'offline', 'timeout', 'server-fault') ? { horizon, tries } : null
  }

  private report(reason: unknown): void {
    try {
      if (isFailure(reason)) this.options.onFailure(reason)
      else this.options.onDefect(reason)
    } catch (other) {
      throwLater(other)
    }
  }

  /** Polls until a poll fails, or the server asks for a new start with a horizon of 0. @throws what does not pass */
  private async pollFrom(horizon: number, session: FleepSession, pace: PollPace, signal: AbortSignal): Promise<void> {
    let next = horizon
    while (next !== 0) {
      await this.waitFor(() => pace.nextPoll, signal)
      if (signal.aborted) return
      pace.notePoll()
      const answer = await poll(session, next, signal).catch((reason) => {
        if (signal.aborted || !isFailure(reason) || reason.code === 'signed-out') throw reason
        this.losePlace(reason, next)
        pace.failPoll(reason.retryAfter)
      })
      if (!answer || signal.aborted) return
      const { eventHorizon, contacts, stream } = answer
      this.hasPolled = true
      // Before the records are used: one that causes an exception does not come again.
      this.place = eventHorizon === 0 ? null : { horizon: eventHorizon, tries: 0 }
      this.options.onContacts(contacts)
      this.options.onRecords(stream)
      // While a first sync goes on, horizons count down from 0.
      const isNew = eventHorizon > next || (next < 0 && eventHorizon < next)
      pace.succeedPoll(!isNew ? 'nothing' : isOwn(contacts, stream, session.accountId) ? 'own' : 'other')
      next = eventHorizon
    }
  }

  /** Waits until the planned time. {@link retryNow} changes the plan. */
  private async waitFor(timeOf: () => number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const left = timeOf() - performance.now()
      if (left <= 0 || signal.aborted) return
      await this.sleep(left)
    }
  }

  private sleep(milliseconds: number): Promise<void> {
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
