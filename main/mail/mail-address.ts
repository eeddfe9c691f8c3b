export interface MailAddress {
  whole: string
  local: string
  /** In lower case. */
  domain: string
}

/** @returns undefined for text that is not an email address */
export function parseMailAddress(text: string): MailAddress | undefined {
  const match = /^([^\s@]+)@([^\s@/:?#]+\.[^\s@/:?#]+)$/u.exec(text.trim())
  if (!match?.[1] || !match[2]) return undefined
  return { whole: match[0], local: match[1], domain: match[2].toLowerCase() }
}
