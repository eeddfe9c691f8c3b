import { app } from 'electron'
import { withTimeout } from '../core/with-timeout'

/** In milliseconds. */
const longestDelay = 3000

/**
 * Delays quitting (up to 3 s) until the session has been stored.
 * @param unfinished null if nothing is left to store
 */
export function delayQuit(unfinished: () => Promise<unknown> | null): void {
  let hasWaited = false
  app.on('will-quit', (event) => {
    const work = unfinished()
    if (!work || hasWaited) return
    event.preventDefault()
    hasWaited = true
    void withTimeout(work, longestDelay, () => undefined).then(() => app.quit())
  })
}
