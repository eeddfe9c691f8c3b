/** @returns the value below which the given share of all values lies; `share` from 0 to 1 */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: number[]): number {
  return quantile(values, 0.5)
}

/** Each value is compared to that of the same round, since the machine's speed changes from one round to the next. */
export function medianRatio(values: number[], to: number[]): number {
  return median(values.map((value, round) => value / (to[round] ?? Number.NaN)))
}

/** What the project wants of each figure, and whether it is so in this run. */
export const aims: string[][] = [['what', 'wanted', 'measured', 'reached']]

/**
 * @param wanted at most or at least; whichever is given
 * @param shown where the figure itself says too much
 */
export function aim(
  what: string,
  measured: number,
  wanted: { most: number } | { least: number },
  unit = '',
  shown = String(Number(measured.toFixed(2))),
): void {
  const isReached = 'most' in wanted ? measured <= wanted.most : measured >= wanted.least
  const words = 'most' in wanted ? `at most ${wanted.most}` : `at least ${wanted.least}`
  aims.push([what, `${words}${unit}`, `${shown}${unit}`, isReached ? 'yes' : 'no'])
}

/** What was printed, as Markdown. */
export const report: string[] = []

export function print(text: string): void {
  report.push(text)
  process.stdout.write(`${text}\n`)
}

/** @param rows the first one is the head */
export function printTable(title: string, rows: string[][]): void {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  const rule = widths.map((width) => '-'.repeat(width))
  print(`\n${title}\n\n${[head, rule, ...body].map(line).join('\n')}`)
}
