import { type BrowserWindow, type Rectangle, screen } from 'electron'
import type { Preferences } from '../features/app/preferences-file'

type Place = NonNullable<Preferences['windowBounds']>

/** How much of a window must be on a display for a person to get hold of it, in pixels. */
const enough = 80

/** @returns where the window was, if it can still be seen there: a display may be gone, or have become smaller */
export function visiblePlace(place: Place | null): Rectangle | undefined {
  if (!place) return undefined
  const isOn = ({ workArea }: { workArea: Rectangle }) =>
    overlap(place.x, place.width, workArea.x, workArea.width) >= enough &&
    place.y >= workArea.y &&
    place.y <= workArea.y + workArea.height - enough
  if (!screen.getAllDisplays().some(isOn)) return undefined
  const { x, y, width, height } = place
  return { x, y, width, height }
}

export function placeOf(window: BrowserWindow): Place {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}

function overlap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b)
}
