import type { Json } from './account'

/** An object or list that is not complete: stored as text, it would be of no use to the app that reads it. */
const startOfJson = /^\s*[[{]/

/** @returns what was typed, as JSON if it is JSON, otherwise as text; undefined for an object or list with a mistake */
export function parseValue(typed: string): Json | undefined {
  const parsed = parse(typed)
  if (parsed) return parsed.value
  return startOfJson.test(typed) ? undefined : typed
}

/** @returns a value to edit. Text has no quotes, unless parseValue would read it as something else without them. */
export function formatValue(value: Json): string {
  return typeof value === 'string' && value.trim() === value && parseValue(value) === value
    ? value
    : JSON.stringify(value)
}

function parse(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
