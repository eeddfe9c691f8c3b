import type { PlainKey } from '../texts/format'
import type { Json } from './account'
import { hasRefusedName, isDeeperThan, maxJsonDepth } from './json-limits'

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
  // A field for text has one line.
  const isPlain = typeof value === 'string' && value.trim() === value && !/\p{Cc}/u.test(value)
  return isPlain && parseValue(value) === value ? value : JSON.stringify(value)
}

function parse(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** @returns why a setting cannot be stored as it was typed, and where the mistake is; null if it can */
export function typedProblem(name: string, value: Json | undefined): { field: 'name' | 'value'; why: PlainKey } | null {
  if (value === undefined) return { field: 'value', why: 'clientSettings.notJson' }
  if (hasRefusedName({ [name]: null })) return { field: 'name', why: 'input.nameRefused' }
  if (isDeeperThan({ [name]: value }, maxJsonDepth)) return { field: 'value', why: 'input.tooDeep' }
  return hasRefusedName(value) ? { field: 'value', why: 'input.nameRefused' } : null
}
