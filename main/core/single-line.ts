/** U+200D joins several emoji into one, so it stays. */
const unprintable = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/** @returns the text as a single line without control characters, which could move a terminal's cursor or reorder a line */
export function toPrintable(text: string): string {
  return text.replace(unprintable, ' ')
}

/**
 * @param text untrusted text, such as a server's message
 * @param secrets the secrets to remove, because a server may repeat what was sent to it
 * @returns a single line of at most 300 characters, without control characters
 */
export function toSingleLine(text: string, secrets: string[]): string {
  const redacted = secrets.filter(Boolean).reduce((result, secret) => result.replaceAll(secret, '•••'), text)
  const line = toPrintable(redacted).trim()
  const characters = [...line]
  return characters.length > 300 ? `${characters.slice(0, 299).join('')}…` : line
}
