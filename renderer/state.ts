import { batch, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type AppState, initialState, type PanelName } from './bridge'
import { keepEqual } from './keep-equal'
import { currentLocale, setLanguage } from './text'

const signals = Object.fromEntries(
  Object.entries(initialState).map(([key, value]) => [key, signal<unknown>(value)]),
) as { readonly [Key in keyof AppState]: Signal<AppState[Key]> }

/** The main process's state, a signal per key: a component re-renders when a key that it reads changes. */
export const state: { readonly [Key in keyof AppState]: ReadonlySignal<AppState[Key]> } = signals

export const openPanel = signal<PanelName>('account')

/** Changes are shown in the order in which they arrive. */
let shown = Promise.resolve()

/** Shows the state of the main process, and from then on its changes. */
export function followState(): void {
  effect(() => showAccent(state.accent.value))
  window.fleepSettings.onState((changes) => {
    // A change that cannot be shown must not keep the later ones from showing.
    shown = shown.then(() => show(changes)).catch((reason) => reportError(reason))
  })
}

/** Reads the texts of a new language first, so that the window never shows two languages. */
async function show(changes: Partial<AppState>): Promise<void> {
  const { locale } = changes
  const isOtherLanguage = locale !== undefined && locale !== currentLocale()
  const language = isOtherLanguage ? await window.fleepSettings.readLanguage() : null
  batch(() => {
    if (language) setLanguage(language)
    for (const key of Object.keys(changes) as (keyof AppState)[]) set(key, changes[key] as AppState[typeof key])
  })
}

function set<Key extends keyof AppState>(key: Key, value: AppState[Key]): void {
  const own = signals[key]
  own.value = keepEqual(own.peek(), value)
}

/** The styles that use the accent are in tokens.css. */
function showAccent(accent: string | null): void {
  const { style, dataset } = document.documentElement
  if (accent) style.setProperty('--desktop-accent', accent)
  dataset.accent = accent ? 'desktop' : 'own'
}
