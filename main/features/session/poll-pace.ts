/** The shortest time between two polls, and between two starts, counted from their beginnings. In milliseconds; tests shorten it. */
export const paceDefaults = { minInterval: 1000 }
/** The longest wait after failures, before chance is added, in milliseconds. */
const maxWait = 60_000
/** A poll that the server held for so long ended because nothing happened, as polls do. In milliseconds. */
const heldFor = 5000
/** Polls that may immediately follow a change of one's own, in a row. One more is added every `immediateEvery` milliseconds. */
const maxImmediate = 20
const immediateEvery = 10_000

/** What a poll brought: a change of one's own, only other news, or no new horizon. */
export type PollOutcome = 'own' | 'other' | 'nothing'

/**
 * Decides how often Fleep is asked for changes. Whatever it answers, there is at least a second between two polls, unless the
 * first one brought a change of one's own. After failures, and after polls that end immediately with nothing new, the wait
 * doubles until a poll succeeds. It is up to 50 % shorter or longer by chance, so that the apps of many users do not come
 * back at the same moment. Times are those of `performance.now()`, in milliseconds.
 */
export class PollPace {
  private startedAt = Number.NEGATIVE_INFINITY
  private polledAt = Number.NEGATIVE_INFINITY
  /** What the server asked for. */
  private notBefore = Number.NEGATIVE_INFINITY
  /** The end of the growing wait. */
  private startWait = Number.NEGATIVE_INFINITY
  private pollWait = Number.NEGATIVE_INFINITY
  private failures = 0
  private isImmediate = false
  private immediate = { left: maxImmediate, at: performance.now() }

  /** When account/sync may be called. */
  get nextStart(): number {
    return Math.max(this.startedAt + paceDefaults.minInterval, this.startWait, this.notBefore)
  }

  /** When account/poll may be called. */
  get nextPoll(): number {
    const minimum = this.isImmediate ? Number.NEGATIVE_INFINITY : this.polledAt + paceDefaults.minInterval
    return Math.max(minimum, this.pollWait, this.notBefore)
  }

  noteStart(): void {
    this.startedAt = performance.now()
  }

  notePoll(): void {
    this.polledAt = performance.now()
    this.isImmediate = false
  }

  /** Notes that a start failed, or led to no poll. @param retryAfter what the server asked for, in milliseconds */
  failStart(retryAfter = 0): void {
    this.heed(retryAfter)
    this.startWait = this.grow(performance.now())
    this.pollWait = this.startWait
  }

  /**
   * Notes a failed poll. Another start may tell immediately whether Fleep can be reached at all. The wait for the next poll
   * counts from the beginning of the failed one, because a proxy may have held that for a minute.
   */
  failPoll(retryAfter = 0): void {
    this.heed(retryAfter)
    this.pollWait = this.grow(this.polledAt)
  }

  succeedPoll(outcome: PollOutcome): void {
    if (outcome === 'nothing' && performance.now() - this.polledAt < heldFor) {
      this.pollWait = this.grow(this.polledAt)
      return
    }
    this.failures = 0
    this.skipWait()
    this.isImmediate = outcome === 'own' && this.takeImmediate()
  }

  /** Ends the growing wait, but neither the shortest interval nor what the server asked for. The next wait grows further. */
  skipWait(): void {
    this.startWait = Number.NEGATIVE_INFINITY
    this.pollWait = Number.NEGATIVE_INFINITY
  }

  private heed(retryAfter: number): void {
    this.notBefore = Math.max(this.notBefore, performance.now() + retryAfter)
  }

  private grow(from: number): number {
    const wait = Math.min(paceDefaults.minInterval * 2 ** this.failures, maxWait)
    this.failures += 1
    return from + wait * (0.5 + Math.random())
  }

  private takeImmediate(): boolean {
    const now = performance.now()
    const left = Math.min(maxImmediate, this.immediate.left + (now - this.immediate.at) / immediateEvery)
    this.immediate = { left: left < 1 ? left : left - 1, at: now }
    return left >= 1
  }
}
