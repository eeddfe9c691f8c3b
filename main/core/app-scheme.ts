/** The scheme of links that open this app instead of a browser. */
export const appScheme = 'fleep-settings'
