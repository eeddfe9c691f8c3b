/** The URL scheme of links that open this app. */
export const appScheme = 'fleep-settings'
