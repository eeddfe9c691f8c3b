/** U+200D joins several emoji into one, so it stays. */
const unprintable = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/** @returns the text as a single line without control characters, which could move a terminal's cursor or reorder a line */
export function toPrintable(text: string): string {
  return text.replace(unprintable, ' ')
}

/** @returns the message with a full stop, unless it ends a sentence: servers may leave it out */
export function endWithPeriod(message: string): string {
  return /[.!?…]["”’)]?$/.test(message) ? message : `${message}.`
}

/**
 * @param text untrusted text, such as a server's message
 * @param secrets the secrets to remove, because a server may repeat what was sent to it
 * @returns a single line of at most 300 characters, without control characters
 */
export function toSingleLine(text: string, secrets: string[]): string {
  const forms = secrets.filter(Boolean).flatMap(formsOf)
  // The longest first, because a form may be a part of another one.
  forms.sort((one, other) => other.length - one.length)
  const line = toPrintable(forms.reduce((result, form) => result.replaceAll(form, '•••'), text)).trim()
  const characters = [...line]
  return characters.length > 300 ? `${characters.slice(0, 299).join('')}…` : line
}

/** @returns the secret as it is, and as a server may write it: in JSON, in an address, and in HTML */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const slashes = [json, ascii].map((form) => form.replaceAll('/', '\\/'))
  const inJson = [
    json,
    ascii,
    ...slashes,
    ascii.replace(/\\u[0-9a-f]{4}/g, (unit) => `\\u${unit.slice(2).toUpperCase()}`),
  ]
  // JSON that was written into JSON as text.
  const twice = inJson.map((form) => JSON.stringify(form).slice(1, -1))
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  const inHtml = [html, html.replaceAll("'", '&#39;'), html.replaceAll("'", '&#x27;')]
  // A half of a surrogate pair has no form in an address.
  const address = encodeURIComponent(Buffer.from(secret).toString())
  return [...new Set([secret, ...inJson, ...twice, ...inHtml, address, address.replaceAll('%20', '+')])]
}
