import { app } from 'electron'
import { withTimeout } from '../core/with-timeout'

/** In milliseconds. */
const maxDelay = 3000

/**
 * Delays quitting (up to 3 s) until the session has been stored.
 * @param pendingWork returns a promise for the work to wait for; null if there is none
 */
export function delayQuit(pendingWork: () => Promise<unknown> | null): void {
  let hasWaited = false
  app.on('will-quit', (event) => {
    const work = pendingWork()
    if (!work || hasWaited) return
    event.preventDefault()
    hasWaited = true
    void withTimeout(work, maxDelay, () => undefined).then(() => app.quit())
  })
}
