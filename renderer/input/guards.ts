import { AccidentalClicks } from './accidental-clicks'
import { ignoreComposingKeys } from './ime'
import { keepFocus } from './keep-focus'

/** Keeps keys and clicks that were meant for something else from the app, and the focus in it. Call it once. */
export function guardInput(): void {
  // First, so that no other listener sees the keys of an input method.
  ignoreComposingKeys()
  new AccidentalClicks()
  keepFocus()
}
