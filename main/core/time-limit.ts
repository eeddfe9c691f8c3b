import { EventEmitter } from 'node:events'

/**
 * One limit for work that consists of several waits. It emits `abort` when the time is over, and when the caller's signal fires.
 * To be ended in any case, because it listens to that signal until then. Each call has one, so it is an event emitter, which
 * undici accepts in place of an AbortSignal, because creating one of those takes several times as long.
 */
export class TimeLimit extends EventEmitter {
  aborted = false
  /** Why it has been aborted. */
  reason: unknown
  private timer: NodeJS.Timeout | undefined
  private controller: AbortController | undefined
  private rejectWait: ((reason: unknown) => void) | undefined
  private readonly onOuterAbort = () => this.abort(this.outer?.reason)

  /**
   * @param milliseconds from now on
   * @param reasonOf creates the reason when the time is over
   * @param outer the caller's signal; its reason becomes that of this limit
   */
  constructor(
    private readonly milliseconds: number,
    private readonly reasonOf: () => unknown,
    private readonly outer?: AbortSignal | undefined,
  ) {
    super()
    if (outer?.aborted) this.onOuterAbort()
    else outer?.addEventListener('abort', this.onOuterAbort)
    this.restart()
  }

  /** For what needs a real signal. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController()
      if (this.aborted) this.controller.abort(this.reason)
    }
    return this.controller.signal
  }

  /** Grants the whole time once more, from now on. */
  restart(): void {
    this.pause()
    if (!this.aborted) this.timer = setTimeout(() => this.abort(this.reasonOf()), this.milliseconds)
  }

  /** Stops the clock until {@link restart}. */
  pause(): void {
    clearTimeout(this.timer)
  }

  /**
   * One at a time. Settles as `work` does, or rejects with the reason as soon as it is aborted. What becomes of `work` then is
   * ignored.
   */
  race<Value>(work: Promise<Value>): Promise<Value> {
    return this.wait((resolve, reject) => work.then(resolve, reject))
  }

  /** As {@link race}, for work with a callback, which saves a promise. */
  wait<Value>(start: (resolve: (value: Value) => void, reject: (reason: unknown) => void) => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      start(resolve, reject)
      if (this.aborted) reject(this.reason)
      else this.rejectWait = reject
    })
  }

  end(): void {
    this.pause()
    this.outer?.removeEventListener('abort', this.onOuterAbort)
  }

  private abort(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.pause()
    this.controller?.abort(reason)
    this.rejectWait?.(reason)
    this.emit('abort')
  }
}
