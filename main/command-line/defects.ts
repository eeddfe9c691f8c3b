/** Collects the unexpected exceptions of a command, which end it with exit code 1. */
export class Defects {
  private isAny = false
  private reject: (reason: unknown) => void = () => undefined
  /** Rejects with the first one. */
  readonly first = new Promise<never>((_resolve, reject) => {
    this.reject = reject
  })

  constructor() {
    // Most commands do not wait for it.
    this.first.catch(() => undefined)
  }

  readonly report = (reason: unknown): void => {
    this.isAny = true
    this.reject(reason)
  }

  /** @throws the first one, if there is any */
  async throwFirst(): Promise<void> {
    if (this.isAny) await this.first
  }
}
