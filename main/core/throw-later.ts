/** Throws outside of the current call, which goes on: the process handles it like any uncaught exception. */
export function throwLater(reason: unknown): void {
  queueMicrotask(() => {
    throw reason
  })
}
