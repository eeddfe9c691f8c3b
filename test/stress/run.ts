/** `npm run test:trust` runs all stress tests and prints a table. `-- --short`: a tenth; `-- --seed=N`: another tenth. */
import { parseArgs } from 'node:util'
import { runScript } from '../run-script'
import { areas } from './areas'
import { endToEnd } from './end-to-end'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    area: { type: 'string' },
  },
})

async function run(): Promise<void> {
  const unhandled: unknown[] = []
  process.on('unhandledRejection', (reason) => unhandled.push(reason))
  const rows = [['area', 'cases', 'failures', 'seconds']]
  const failures: string[] = []
  const all = values.short ? areas : [...areas, endToEnd]
  for (const area of all.filter(({ name }) => !values.area || name.includes(values.area))) {
    const start = performance.now()
    const result = await area.run({ isFull: !values.short, seed: Number(values.seed) })
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    rows.push([area.name, String(result.cases), String(result.failures.length), seconds])
    failures.push(...result.failures.map((failure) => `${area.name}: ${failure}`))
  }
  failures.push(...unhandled.map((reason) => `an unhandled rejection: ${String(reason)}`))
  for (const failure of failures) process.stdout.write(`${failure}\n`)
  const widths = rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of rows)
    process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
  if (failures.length > 0) process.exitCode = 1
}

runScript(run)
