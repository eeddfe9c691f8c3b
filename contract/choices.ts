/** Lists of options, in display order. This file has no schemas, so that the page can import it. */

/** The purposes of links in Fleep's emails. */
export const linkPurposes = [
  'set-up-account',
  'confirm-account',
  'confirm-alias',
  'email-interval',
  'unsubscribe',
  'reset-password',
] as const

/** The encryption of the connection to a mail server. `none` is never a fallback: only the user can choose it. */
export const mailEncryptions = ['tls', 'starttls', 'none'] as const

/** The panels of the window, in the order of the navigation. */
export const panelNames = ['account', 'smtp', 'avatar', 'people', 'data', 'app'] as const

/** The steps of the check of the keychain, in order. */
export const keychainSteps = ['bus', 'service', 'collection', 'unlock', 'write', 'read', 'remove'] as const
