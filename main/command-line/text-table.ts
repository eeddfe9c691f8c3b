import { toSingleLine } from '../core/single-line'

/**
 * Aligns the cells of rows in columns. Other people choose some of the cells, so control characters, which could move the
 * cursor or colour the terminal, are removed.
 *
 * @returns lines
 */
export function formatTable(rows: string[][]): string[] {
  const clean = rows.map((row) => row.map((cell) => toSingleLine(cell, [])))
  const widths = clean.reduce<number[]>(
    (found, row) => row.map((cell, at) => Math.max(found[at] ?? 0, cell.length)),
    [],
  )
  return clean.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
