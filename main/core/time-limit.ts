/**
 * One limit for work that consists of several waits. Its signal fires when the time is over, and when the caller's does.
 * To be ended in any case, because it listens to the caller's signal until then.
 */
export class TimeLimit {
  private readonly controller = new AbortController()
  private timer: NodeJS.Timeout | undefined
  private readonly onOuterAbort = () => this.controller.abort(this.outer?.reason)

  /**
   * @param milliseconds from now on
   * @param reasonOf creates the signal's reason when the time is over
   * @param outer the caller's signal; its reason becomes that of this signal
   */
  constructor(
    private readonly milliseconds: number,
    private readonly reasonOf: () => unknown,
    private readonly outer?: AbortSignal | undefined,
  ) {
    if (outer?.aborted) this.onOuterAbort()
    else outer?.addEventListener('abort', this.onOuterAbort)
    this.restart()
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Grants the whole time once more, from now on. */
  restart(): void {
    this.pause()
    this.timer = setTimeout(() => this.controller.abort(this.reasonOf()), this.milliseconds)
  }

  /** Stops the clock until {@link restart}. */
  pause(): void {
    clearTimeout(this.timer)
  }

  /** Settles as `work` does, or rejects with the signal's reason as soon as it fires. What becomes of `work` then is ignored. */
  async race<Value>(work: Promise<Value>): Promise<Value> {
    const { signal } = this
    let onAbort: () => void = () => undefined
    const aborted = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(signal.reason)
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort)
    })
    try {
      return await Promise.race([work, aborted])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  end(): void {
    this.pause()
    this.outer?.removeEventListener('abort', this.onOuterAbort)
  }
}
