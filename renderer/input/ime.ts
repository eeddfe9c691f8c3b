/** The key code of a key that an input method handles. Source: UI Events, "Composition events". */
const handledByInputMethod = 229

/** Keeps keys that belong to an input method from the app: Enter takes a candidate there, and Escape closes the list. */
export function ignoreComposingKeys(): void {
  for (const type of ['keydown', 'keyup'] as const) {
    window.addEventListener(
      type,
      (event) => {
        if (event.isComposing || event.keyCode === handledByInputMethod) event.stopImmediatePropagation()
      },
      { capture: true },
    )
  }
}
