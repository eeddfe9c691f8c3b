/** The shortcut that opens the search, as this system writes it. */
export const findKeys = /mac/i.test(navigator.userAgent) ? '⌘F' : 'Ctrl+F'
