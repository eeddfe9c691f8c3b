/**
 * How many levels of lists and objects the app takes in a JSON value. Comparing, copying and sending a value needs a stack
 * as deep as the value, and Electron's bridge to the page refuses more than 1000 levels.
 */
export const maxJsonDepth = 100

/** @returns whether a JSON value has more levels of lists and objects than `most`; a text or number has none */
export function isDeeperThan(value: unknown, most: number): boolean {
  let level = [value].filter(isContainer)
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === most) return true
    level = level.flatMap((container) => Object.values(container).filter(isContainer))
  }
  return false
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
