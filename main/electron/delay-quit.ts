import { setTimeout as sleep } from 'node:timers/promises'
import { app } from 'electron'

/** Nobody waits longer for an app to end, in milliseconds. */
const patience = 3000

/** Who signs in and quits at once is signed in the next time all the same. @param unfinished null when nothing is */
export function quitAfter(unfinished: () => Promise<unknown> | null): void {
  let hasWaited = false
  app.on('will-quit', (event) => {
    const work = unfinished()
    if (!work || hasWaited) return
    event.preventDefault()
    hasWaited = true
    void Promise.race([work, sleep(patience)]).then(() => app.quit())
  })
}
