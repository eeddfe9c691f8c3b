/** Keys whose values are never told, whatever they are. */
const secretKey =
  /pass(word|wd)?|secret|ticket|token|cookie|authorization|credential|notification_?id|confirm_?id|code$/i

/** Texts that are secret or personal, wherever they stand. */
const patterns: [RegExp, string][] = [
  // In URLs and headers, by their name.
  [/\b(ticket|token_id|notification_id|confirm_id|registration_code|password|email)=[^\s&;"']+/gi, '$1=•••'],
  // Ids of links and sessions.
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '•••'],
  [/\b[0-9a-f]{20,}\b/gi, '•••'],
  // Addresses of people.
  [/[^\s"'<>()[\]{}:;,=]+@[^\s"'<>()[\]{}:;,=]+/gu, '•••@•••'],
]

/** Deeper than anything that is logged on purpose. */
const deepest = 8

/**
 * The one place where what is logged or shown as diagnostics loses its secrets: by the name of a key first, then by what a
 * text looks like.
 *
 * @param value anything; it is left as it is
 * @returns a copy of plain objects, lists and texts
 */
export function redact(value: unknown): unknown {
  return copy(value, new Set(), 0)
}

function copy(value: unknown, within: Set<unknown>, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint' || typeof value === 'symbol') return redactText(String(value))
  if (typeof value === 'function') return '[function]'
  if (typeof value !== 'object' || value === null) return value
  if (within.has(value) || depth >= deepest) return '…'
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  const around = new Set([...within, value])
  const inner = (one: unknown) => copy(one, around, depth + 1)
  if (Array.isArray(value)) return value.map(inner)
  if (value instanceof Map) return copy(Object.fromEntries(value), around, depth + 1)
  if (value instanceof Set) return [...value].map(inner)
  if (value instanceof Error) {
    const { name, message, stack: _stack, cause, ...more } = value as Error & Record<string, unknown>
    const own = { name, message, places: placesOf(value), ...more, ...(cause !== undefined && { cause }) }
    return copy(own, around, depth + 1)
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [redactText(key), secretKey.test(key) ? '•••' : inner(one)]),
  )
}

/** @returns the lines of its stack, without the message, which may hold anything */
export function placesOf({ stack }: Error): string[] {
  return (stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
}

export function redactText(text: string): string {
  return patterns.reduce((shown, [pattern, instead]) => shown.replace(pattern, instead), text)
}
