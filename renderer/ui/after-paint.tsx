import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** In milliseconds. */
const longestWait = 200

/** Renders what is below the first screen once the browser has painted and is idle, so that the panel shows sooner. */
export function AfterPaint({ children }: { children: VNode }) {
  const [isDue, setDue] = useState(false)
  // Effects run after the browser has painted.
  useEffect(() => {
    const callback = requestIdleCallback(() => setDue(true), { timeout: longestWait })
    return () => cancelIdleCallback(callback)
  }, [])
  return isDue ? children : null
}
