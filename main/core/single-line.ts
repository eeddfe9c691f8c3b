/**
 * @param text what a server said
 * @param secrets what was sent to it and must not be shown again
 * @returns one line of plain text that fits beside a field
 */
export function toSingleLine(text: string, secrets: string[]): string {
  const harmless = secrets.filter(Boolean).reduce((shown, secret) => shown.replaceAll(secret, '•••'), text)
  // What joins emoji is left: without it, one of them becomes several.
  const line = harmless.replace(/(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  const characters = [...line]
  return characters.length > 300 ? `${characters.slice(0, 299).join('')}…` : line
}
