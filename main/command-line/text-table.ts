import stringWidth from 'string-width'
import { toSingleLine } from '../core/single-line'

/**
 * Aligns the cells of rows in columns, by their width in a terminal: East Asian characters and emoji take two places. Other people choose some of the cells, so control characters, which could move the
 * cursor or colour the terminal, are removed.
 *
 * @returns lines
 */
export function formatTable(rows: string[][]): string[] {
  const clean = rows.map((row) => row.map((cell) => toSingleLine(cell, [])))
  const widths = clean.reduce<number[]>(
    (found, row) => row.map((cell, at) => Math.max(found[at] ?? 0, stringWidth(cell))),
    [],
  )
  return clean.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  )
}
