/** What can be chosen among, in the order in which it is offered. Without a schema, so that the page may have it too. */

/** What links in Fleep's mails are for. */
export const linkPurposes = [
  'set-up-account',
  'confirm-account',
  'confirm-alias',
  'email-interval',
  'unsubscribe',
  'reset-password',
] as const

/** How the connection to a mail server is encrypted. Plain text is only ever what the person chose, never a fallback. */
export const mailEncryptions = ['tls', 'starttls', 'none'] as const

export const panelNames = ['account', 'smtp', 'avatar', 'people', 'data'] as const
