/** Knows which work has not finished yet. */
export class PendingWork {
  private readonly pending = new Set<Promise<unknown>>()

  add<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.pending.delete(tracked))
    this.pending.add(tracked)
    return tracked
  }

  /** Resolves when all of it has finished, including what is added meanwhile; null if nothing is pending. */
  get settled(): Promise<void> | null {
    return this.pending.size > 0 ? this.wait() : null
  }

  private async wait(): Promise<void> {
    while (this.pending.size > 0) await Promise.allSettled(this.pending)
  }
}
