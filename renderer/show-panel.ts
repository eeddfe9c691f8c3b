import type { PanelName } from './bridge'
import { openPanel } from './state'

/** @returns the id of a panel's entry in the navigation */
export const entryId = (panel: PanelName) => `open-${panel}`

/** Opens a panel as a click in the navigation does: the focus moves to its entry, since the previous panel is gone. */
export function showPanel(panel: PanelName): void {
  openPanel.value = panel
  document.getElementById(entryId(panel))?.focus()
}
