import { signal } from '@preact/signals'
import type { AppState } from './bridge'

/** The main process's state, as last heard; null until the first answer. */
export const state = signal<AppState | null>(null)

export type PanelName = 'account' | 'smtp' | 'avatar'
export const openPanel = signal<PanelName>('account')

export async function followState(): Promise<void> {
  window.fleepSettings.onState((next) => {
    state.value = next
  })
  state.value = await window.fleepSettings.readState()
}
