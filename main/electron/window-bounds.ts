import { type BrowserWindow, type Rectangle, screen } from 'electron'
import type { Preferences } from '../features/app/preferences-file'

type WindowBounds = NonNullable<Preferences['place']>

/** How much of the window must be on a display, so that the user can drag it, in pixels. */
const minVisible = 80

/** @returns the stored bounds, at most as large as the display; undefined if the window would not be visible, for example on a disconnected display */
export function visibleBounds(stored: WindowBounds | null): Rectangle | undefined {
  if (!stored) return undefined
  const isOn = ({ workArea }: { workArea: Rectangle }) =>
    overlap(stored.x, stored.width, workArea.x, workArea.width) >= minVisible &&
    stored.y >= workArea.y &&
    stored.y <= workArea.y + workArea.height - minVisible
  const display = screen.getAllDisplays().find(isOn)
  if (!display) return undefined
  const { workArea } = display
  const width = Math.min(stored.width, workArea.width)
  const height = Math.min(stored.height, workArea.height)
  // One that has been made smaller is moved so that all of it shows.
  const x = width < stored.width ? workArea.x : stored.x
  const y = height < stored.height ? workArea.y : stored.y
  return { x, y, width, height }
}

export function boundsOf(window: BrowserWindow): WindowBounds {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}

/** @returns the length of the overlap of two ranges; negative if there is a gap between them */
function overlap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b)
}
