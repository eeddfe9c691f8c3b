import { type BrowserWindow, type Rectangle, screen } from 'electron'
import type { Preferences } from '../features/app/preferences-file'

type WindowBounds = NonNullable<Preferences['place']>

/** How much of the window must be on a display, so that the user can drag it, in pixels. */
const minVisible = 80

/** @returns the stored bounds; undefined if the window would not be visible, for example on a disconnected display */
export function visibleBounds(stored: WindowBounds | null): Rectangle | undefined {
  if (!stored) return undefined
  const isOn = ({ workArea }: { workArea: Rectangle }) =>
    overlap(stored.x, stored.width, workArea.x, workArea.width) >= minVisible &&
    stored.y >= workArea.y &&
    stored.y <= workArea.y + workArea.height - minVisible
  if (!screen.getAllDisplays().some(isOn)) return undefined
  const { x, y, width, height } = stored
  return { x, y, width, height }
}

export function boundsOf(window: BrowserWindow): WindowBounds {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}

/** @returns the length of the overlap of two ranges; negative if there is a gap between them */
function overlap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b)
}
