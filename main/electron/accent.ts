import { systemPreferences } from 'electron'
import type { Store } from '../core/store'

/** The colour that the person chose for their desktop, and each that they choose later. To be called once the app is ready. */
export function followAccent(store: Store): void {
  const read = () => store.change({ accent: accentColour() })
  if (process.platform === 'darwin') {
    systemPreferences.subscribeNotification('AppleColorPreferencesChangedNotification', read)
  } else systemPreferences.on('accent-color-changed', read)
  read()
}

/** @returns as `#rrggbb`; null where the system has none */
function accentColour(): string | null {
  const [colour] = systemPreferences.getAccentColor().match(/^[0-9a-f]{6}/i) ?? []
  return colour ? `#${colour}` : null
}
