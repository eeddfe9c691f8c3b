const isMac = /mac/i.test(navigator.userAgent)

/** The shortcut that opens the search, as this system writes it. */
export const findKeys = isMac ? '⌘F' : 'Ctrl+F'

/** Whether only the key that this system uses for shortcuts is held. */
export function hasShortcutKey({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return !altKey && !shiftKey && (isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey)
}
