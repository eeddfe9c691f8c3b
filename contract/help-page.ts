/** Fleep's help, which the window and the menu open in the browser. Source: Fleep's own help articles. */
export const helpPage = 'https://fleep.zendesk.com/hc/en-us'

/** Where people manage what this app cannot. No source names a page below it. */
export const fleepPage = 'https://fleep.io/'
