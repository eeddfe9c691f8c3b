import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import './banner.css'

/** A message of the window, with its buttons. It stays while it is true, or until the user dismisses it. */
export function Banner({ kind, children }: { kind: 'info' | 'warning'; children: ComponentChildren }) {
  const banner = useRef<HTMLDivElement>(null)
  useEffect(() => keepRoomBelow(banner.current), [])
  return (
    <div ref={banner} class={`banner ${kind}`}>
      {children}
    </div>
  )
}

/** The size of the window in which the highest message was measured. */
let measuredIn = ''
let highest = 0

/**
 * Lets the view scroll until its last row is above the message. The room does not shrink while the window keeps its size: a
 * view that is scrolled to its end would move.
 *
 * @returns stops measuring
 */
function keepRoomBelow(banner: HTMLElement | null): (() => void) | undefined {
  const bar = banner?.closest('.banners')
  if (!bar) return
  const observer = new ResizeObserver(() => {
    const size = `${innerWidth} ${innerHeight}`
    const distance = Number.parseFloat(getComputedStyle(bar).bottom)
    highest = Math.max(size === measuredIn ? highest : 0, bar.getBoundingClientRect().height + 2 * distance)
    measuredIn = size
    document.documentElement.style.setProperty('--highest-message', `${highest}px`)
  })
  observer.observe(bar)
  return () => observer.disconnect()
}
