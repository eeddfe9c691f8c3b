/** @returns the value below which a share of all values lies; `share` is from 0 to 1 */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: number[]): number {
  return quantile(values, 0.5)
}

/** Compares each value with that of the same round, because the machine's speed changes between rounds. */
export function medianRatio(values: number[], baseline: number[]): number {
  return median(values.map((value, round) => value / (baseline[round] ?? Number.NaN)))
}

/** The table of targets: a row for each, with its result in this run. */
export const targets: string[][] = [['measure', 'target', 'result', 'met']]

/**
 * Adds a row to the table of targets.
 *
 * @param limit the highest or lowest value that meets the target
 * @param text the result as text; rounded to two digits by default
 */
export function target(
  name: string,
  result: number,
  limit: { most: number } | { least: number },
  unit = '',
  text = String(Number(result.toFixed(2))),
): void {
  const isMet = 'most' in limit ? result <= limit.most : result >= limit.least
  const limitText = 'most' in limit ? `at most ${limit.most}` : `at least ${limit.least}`
  targets.push([name, `${limitText}${unit}`, `${text}${unit}`, isMet ? 'yes' : 'no'])
}

/** Everything that was printed, as Markdown. */
export const report: string[] = []

export function print(text: string): void {
  report.push(text)
  process.stdout.write(`${text}\n`)
}

/** @param rows the first one is the header */
export function printTable(title: string, rows: string[][]): void {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [header = [], ...body] = rows
  const rule = widths.map((width) => '-'.repeat(width))
  print(`\n${title}\n\n${[header, rule, ...body].map(line).join('\n')}`)
}
