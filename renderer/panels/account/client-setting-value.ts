import type { Json } from '../../bridge'

/** @returns the value that was typed: JSON where it is JSON, else the text itself */
export function readValue(typed: string): Json {
  const parsed = parse(typed)
  return parsed ? parsed.value : typed
}

/** @returns a value as people type it: text without quotes, unless without them it would be read as something else */
export function writeValue(value: Json): string {
  return typeof value === 'string' && value.trim() === value && !parse(value) ? value : JSON.stringify(value)
}

function parse(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
