import type { ComponentChildren } from 'preact'

/** A line across the top of the panel about something that holds until it is over. */
export function Banner({ kind, children }: { kind: 'info' | 'warning'; children: ComponentChildren }) {
  return (
    <div class={`banner ${kind}`} role="status">
      {children}
    </div>
  )
}
