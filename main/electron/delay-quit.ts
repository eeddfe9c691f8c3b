import { app } from 'electron'
import { withTimeout } from '../core/with-timeout'

/** In milliseconds. */
const maxDelay = 3000
/** For the removal of secrets from a slow keychain, in milliseconds. */
const maxRemovalDelay = 10_000

export interface PendingWork {
  /** Resolves when the session has been stored, or removed here and at Fleep; null if nothing is pending. */
  readonly pendingStorage: Promise<unknown> | null
  /** Resolves when the secrets of an account that has signed out have been removed; null if none are left. */
  readonly pendingRemoval: Promise<unknown> | null
}

/**
 * Delays quitting until the session has been stored or removed: up to 3 s, or up to 10 s while secrets are being removed.
 * @param findWork undefined while nothing has been started
 */
export function delayQuit(findWork: () => PendingWork | undefined): void {
  let hasWaited = false
  app.on('will-quit', (event) => {
    const work = findWork()
    if (hasWaited || !work?.pendingStorage) return
    event.preventDefault()
    hasWaited = true
    void Promise.all([limited(work.pendingStorage, maxDelay), limited(work.pendingRemoval, maxRemovalDelay)]).then(() =>
      app.quit(),
    )
  })
}

function limited(work: Promise<unknown> | null, limit: number): Promise<unknown> {
  return work ? withTimeout(work, limit, () => undefined) : Promise.resolve()
}
