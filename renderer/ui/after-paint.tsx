import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** What lies below the first screen: drawn once that shows, so that the panel is there sooner. */
export function AfterPaint({ children }: { children: VNode }) {
  const [isPainted, setPainted] = useState(false)
  // Effects run after the browser has painted.
  useEffect(() => setPainted(true), [])
  return isPainted ? children : null
}
