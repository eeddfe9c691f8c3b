/** Work that ends early when it is told to. */
interface Abortable {
  abort(): void
}

/**
 * One limit for work that consists of several waits. It aborts them when the time is over, and when the caller's signal fires.
 * To be ended in any case, because it listens to that signal until then. Each call has one, so it creates an AbortSignal, which
 * takes several times as long, only for what needs one.
 */
export class TimeLimit {
  aborted = false
  /** Why it has been aborted. */
  reason: unknown
  private timer: NodeJS.Timeout | undefined
  private controller: AbortController | undefined
  private rejectWait: ((reason: unknown) => void) | undefined
  private work: Abortable | undefined
  private onOuterAbort: (() => void) | undefined

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
    if (outer) this.follow(outer)
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
    return this.wait((resolve, reject) => {
      work.then(resolve, reject)
      return undefined
    })
  }

  /**
   * As {@link race}, for work with callbacks.
   * @param start returns what is to be aborted with this limit, if anything
   */
  wait<Value>(
    start: (resolve: (value: Value) => void, reject: (reason: unknown) => void) => Abortable | undefined,
  ): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.work = start(resolve, reject)
      this.rejectWait = reject
      if (this.aborted) this.endWait()
    })
  }

  end(): void {
    this.pause()
    if (this.onOuterAbort) this.outer?.removeEventListener('abort', this.onOuterAbort)
  }

  private follow(outer: AbortSignal): void {
    this.onOuterAbort = () => this.abort(outer.reason)
    if (outer.aborted) this.onOuterAbort()
    else outer.addEventListener('abort', this.onOuterAbort)
  }

  private abort(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.pause()
    this.controller?.abort(reason)
    this.endWait()
  }

  private endWait(): void {
    this.rejectWait?.(this.reason)
    this.work?.abort()
  }
}
