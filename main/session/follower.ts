import { isFailure } from '../failure'
import { poll, readEventHorizon, readOwnRecord } from '../fleep/account'
import type { ContactInfo } from '../fleep/records'
import type { FleepSession } from '../fleep/session'
import { outsideOfCommands } from './given-for'

export interface FollowerParts {
  take(records: ContactInfo[]): void
  /** Everything that a poll brought, contacts or not. */
  hear(records: unknown[]): void
  failed(reason: unknown): void
}

/** Waits between tries while the server cannot be reached, in milliseconds. */
const firstWait = 1000
const longestWait = 60_000

/** Follows the account by long polls: what changes elsewhere shows here, and so does a lost connection. */
export class Follower {
  private run = new AbortController()
  private endWait: () => void = () => undefined

  constructor(private readonly parts: FollowerParts) {}

  follow(session: FleepSession): void {
    this.stop()
    this.run = new AbortController()
    const { signal } = this.run
    void outsideOfCommands(() => this.keepFollowing(session, signal))
  }

  stop(): void {
    this.run.abort()
    this.endWait()
  }

  /** Tries at once, if it is waiting to try again. */
  wake(): void {
    this.endWait()
  }

  private async keepFollowing(session: FleepSession, signal: AbortSignal): Promise<void> {
    let wait = firstWait
    while (!signal.aborted) {
      try {
        const horizon = await readEventHorizon(session, signal)
        // Read after the horizon is known, so that no change falls between the two.
        const record = await readOwnRecord(session, signal)
        if (signal.aborted) return
        this.parts.take([record])
        wait = firstWait
        await this.pollFrom(horizon, session, signal)
      } catch (reason) {
        if (signal.aborted) return
        this.parts.failed(reason)
        if (!isFailure(reason) || isFailure(reason, 'signed-out')) return
        await this.sleep(wait, signal)
        wait = Math.min(wait * 2, longestWait)
      }
    }
  }

  /** Returns when the server asks for a new start. */
  private async pollFrom(horizon: number, session: FleepSession, signal: AbortSignal): Promise<void> {
    let next = horizon
    while (!signal.aborted && next !== 0) {
      const { eventHorizon, contacts, stream } = await poll(session, next, signal)
      if (signal.aborted) return
      this.parts.take(contacts)
      this.parts.hear(stream)
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
