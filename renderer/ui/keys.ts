/** What finds a setting, as this system's keyboards have it. */
export const findKeys = /mac/i.test(navigator.userAgent) ? '⌘F' : 'Ctrl+F'
