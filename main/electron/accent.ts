import { systemPreferences } from 'electron'
import type { Store } from '../core/store'

/** Keeps the state's accent colour up to date with the desktop. To be called once Electron is ready. */
export function followAccent(store: Store): void {
  const update = () => store.change({ accent: accentColour() })
  if (process.platform === 'darwin') {
    systemPreferences.subscribeNotification('AppleColorPreferencesChangedNotification', update)
  } else systemPreferences.on('accent-color-changed', update)
  update()
}

/** @returns `#rrggbb`; null if the system has none */
function accentColour(): string | null {
  const [colour] = systemPreferences.getAccentColor().match(/^[0-9a-f]{6}/i) ?? []
  return colour ? `#${colour}` : null
}
