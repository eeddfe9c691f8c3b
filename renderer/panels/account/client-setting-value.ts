import type { Json } from '../../bridge'

/** @returns what was typed, as JSON if it is JSON, otherwise as text */
export function parseValue(typed: string): Json {
  const parsed = parse(typed)
  return parsed ? parsed.value : typed
}

/** @returns a value to edit. Text has no quotes, unless parseValue would read it as something else without them. */
export function formatValue(value: Json): string {
  return typeof value === 'string' && value.trim() === value && !parse(value) ? value : JSON.stringify(value)
}

function parse(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
