import { isErrorCode } from './failure'

/** Keys whose values are always replaced. */
const secretKey =
  /pass(word|wd)?|secret|ticket|token|cookie|authorization|credential|notification_?id|confirm_?id|code$/i

/** Error codes of Node and undici. Other values of a `code` may be ones that Fleep emails. */
const systemCode = /^(E[A-Z]{3,}|(UND_ERR|ERR|HPE|Z)(_[A-Z]+)+)$/

/** Secret or personal parts of texts, each with its replacement. */
const patterns: [RegExp, string][] = [
  // Named values in URLs and headers.
  [/\b(ticket|token_id|notification_id|confirm_id|registration_code|password|email)=[^\s&;"']+/gi, '$1=•••'],
  // The ids of links and sessions.
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '•••'],
  [/\b[0-9a-f]{20,}\b/gi, '•••'],
  // Email addresses.
  [/[^\s"'<>()[\]{}:;,=]+@[^\s"'<>()[\]{}:;,=]+/gu, '•••@•••'],
]

/** The depth at which a value is cut off. */
const maxDepth = 8

/**
 * Removes secrets and personal data from a value for the log and the diagnostics: by the names of keys, and by patterns
 * within texts.
 *
 * @param value anything; it is not modified
 * @returns a copy that consists of plain objects, arrays and texts
 */
export function redact(value: unknown): unknown {
  return copy(value, new Set(), 0)
}

function copy(value: unknown, ancestors: Set<unknown>, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint' || typeof value === 'symbol') return redactText(String(value))
  if (typeof value === 'function') return '[function]'
  if (typeof value !== 'object' || value === null) return value
  if (ancestors.has(value) || depth >= maxDepth) return '…'
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  const path = new Set([...ancestors, value])
  const copyChild = (child: unknown) => copy(child, path, depth + 1)
  if (Array.isArray(value)) return value.map(copyChild)
  if (value instanceof Map) return copy(Object.fromEntries(value), path, depth + 1)
  if (value instanceof Set) return [...value].map(copyChild)
  if (value instanceof Error) {
    const { name, message, stack: _stack, cause, ...others } = value as Error & Record<string, unknown>
    const places = stackLines(value)
    return copy({ name, message, places, ...others, ...(cause !== undefined && { cause }) }, path, depth + 1)
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [redactText(key), isSecret(key, child) ? '•••' : copyChild(child)]),
  )
}

function isSecret(key: string, value: unknown): boolean {
  if (key === 'code' && typeof value === 'string' && (isErrorCode(value) || systemCode.test(value))) return false
  return secretKey.test(key)
}

/** @returns the lines of the stack without the message, which could contain secrets */
export function stackLines({ stack }: Error): string[] {
  return (stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
}

export function redactText(text: string): string {
  return patterns.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text)
}
