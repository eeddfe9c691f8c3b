/**
 * How many levels of lists and objects the app takes in a JSON value. Comparing, copying and sending a value needs a stack
 * as deep as the value, and Electron's bridge to the page refuses more than 1000 levels.
 */
export const maxJsonDepth = 100

/** @returns whether a JSON value has more levels of lists and objects than `most`; a text or number has none */
export function isDeeperThan(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (most === 0) return true
  return Object.values(value).some((inner) => isDeeperThan(inner, most - 1))
}

/** Objects cannot hold it reliably: schemas leave it out, and the rest would be stored without a word. */
const refusedName = '__proto__'

/** @returns whether an object in a JSON value has a name that cannot be stored. A value deeper than `maxJsonDepth` has none */
export function hasRefusedName(value: unknown, levels = maxJsonDepth): boolean {
  if (typeof value !== 'object' || value === null || levels === 0) return false
  return Object.hasOwn(value, refusedName) || Object.values(value).some((inner) => hasRefusedName(inner, levels - 1))
}
