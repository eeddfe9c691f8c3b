/**
 * @param text what a server said
 * @param secrets what was sent to it and must not be shown again
 * @returns one line of plain text that fits beside a field
 */
export function oneLine(text: string, secrets: string[]): string {
  const harmless = secrets.filter(Boolean).reduce((shown, secret) => shown.replaceAll(secret, '•••'), text)
  const line = harmless.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
