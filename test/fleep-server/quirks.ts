/** How Fleep may answer otherwise than the local server does by default. Each is documented, observed or likely. */
const quirks = [
  /** The documented SMTPInfo has no `is_default`. */
  'smtp-without-default',
  /** INFERRED: storing a mail server for an address changes the one that exists. */
  'smtp-updates-in-place',
  /** A board sends 30 records at a time, whatever it is asked for: the documented default. */
  'small-boards',
] as const

export type Quirk = (typeof quirks)[number]
