import type { ComponentChildren } from 'preact'
import './banner.css'

/** A message of the window, with its buttons. It stays while it is true, or until the user dismisses it. */
export function Banner({ kind, children }: { kind: 'info' | 'warning'; children: ComponentChildren }) {
  return <div class={`banner ${kind}`}>{children}</div>
}
