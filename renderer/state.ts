import { signal } from '@preact/signals'
import type { AppState, PanelName } from './bridge'
import { currentLocale, setLanguage } from './text'

/** The main process's state, as last heard; null until it was heard first. */
export const state = signal<AppState | null>(null)

export const openPanel = signal<PanelName>('account')

export function followState(): void {
  window.fleepSettings.onState((changes) => {
    // The first are all of it.
    latest = { ...(latest as AppState), ...changes }
    void show(latest)
  })
}

let latest: AppState | null = null

/** The texts come first, so that nothing shows in two languages. */
async function show(next: AppState): Promise<void> {
  if (currentLocale() !== next.locale) setLanguage(await window.fleepSettings.readLanguage())
  if (next.accent !== state.peek()?.accent) showAccent(next.accent)
  // Meanwhile another one may have come.
  state.value = latest
}

/** The colours that come from it are in tokens.css. */
function showAccent(accent: string | null): void {
  const { style, dataset } = document.documentElement
  if (accent) style.setProperty('--desktop-accent', accent)
  dataset.accent = accent ? 'desktop' : 'own'
}

/** What was asked for elsewhere and done here already. */
let lastDone = 0

/** @returns what to do once the panel is open, where there is something; each thing asked for is done once */
export function takeUiRequest(asked: AppState['uiRequest']): 'choose-picture' | 'sign-out' | null {
  if (!asked || asked.id <= lastDone) return null
  lastDone = asked.id
  openPanel.value = asked.panel
  return asked.then
}
