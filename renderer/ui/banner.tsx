import type { ComponentChildren } from 'preact'
import './banner.css'

/** A message across the top of a panel. It stays while it is true, or until the user dismisses it. */
export function Banner({ kind, children }: { kind: 'info' | 'warning'; children: ComponentChildren }) {
  return (
    <div class={`banner ${kind}`} role="status">
      {children}
    </div>
  )
}
