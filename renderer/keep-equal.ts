/**
 * Main sends a changed key whole, as new objects. This keeps the old object wherever an equal one arrives, so that
 * signals and lists notice by identity what changed.
 *
 * @param before and @param after JSON values
 * @returns a value equal to `after`, with the objects of `before` where they are equal
 */
export function keepEqual<Value>(before: unknown, after: Value): Value {
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) return after
  const isKept = (key: string, value: unknown) => Object.hasOwn(before, key) && Object.is(before[key], value)
  const entries = Object.entries(after).map(
    ([key, value]) => [key, Object.hasOwn(before, key) ? keepEqual(before[key], value) : value] as const,
  )
  if (entries.length === Object.keys(before).length && entries.every((entry) => isKept(...entry)))
    return before as Value
  return (Array.isArray(after) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as Value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
