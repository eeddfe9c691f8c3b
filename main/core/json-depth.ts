/**
 * Whether objects and lists are nested deeper than a limit. Recursive code, such as a schema's, ends with an exception at some
 * depth; this does not.
 *
 * @param most 1 for a list of plain values
 */
export function isDeeperThan(json: unknown, most: number): boolean {
  let level = [json]
  for (let depth = 0; depth <= most; depth += 1) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
    if (level.length === 0) return false
  }
  return true
}
