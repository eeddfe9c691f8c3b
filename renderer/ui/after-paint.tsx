import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** In milliseconds; by then the page is not as busy with anything that matters more. */
const longestWait = 200

/** What lies below the first screen: drawn once that shows and nothing else is to be done, so that the panel is there sooner. */
export function AfterPaint({ children }: { children: VNode }) {
  const [isDue, setDue] = useState(false)
  // Effects run after the browser has painted.
  useEffect(() => {
    const waiting = requestIdleCallback(() => setDue(true), { timeout: longestWait })
    return () => cancelIdleCallback(waiting)
  }, [])
  return isDue ? children : null
}
