/**
 * `npm run test:trust` runs all stress tests, and prints the result of each area as it ends. `-- --short`: a tenth;
 * `-- --seed=N`: another tenth; `-- --area=NAME`: the areas with that in their name.
 */
import { parseArgs } from 'node:util'
import { runScript } from '../run-script'
import type { Area, AreaResult } from './area'
import { areas } from './areas'
import { endToEnd } from './end-to-end'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    area: { type: 'string', default: '' },
  },
})

async function run(): Promise<void> {
  const unhandled: unknown[] = []
  process.on('unhandledRejection', (reason) => unhandled.push(reason))
  const all = (values.short ? areas : [...areas, endToEnd]).filter(({ name }) => name.includes(values.area))
  if (all.length === 0) throw new Error(`No area has “${values.area}” in its name.`)
  const names = all.map(({ name }) => name)
  const width = Math.max(...names.map((name) => name.length))
  const printRow = (...[name = '', ...numbers]: string[]) =>
    process.stdout.write(`${name.padEnd(width)}${numbers.map((number) => number.padStart(10)).join('')}\n`)
  const start = performance.now()
  const total = { cases: 0, failures: 0 }
  printRow('area', 'cases', 'failures', 'seconds')
  for (const area of all) {
    const { cases, failures, seconds } = await runOne(area)
    printRow(area.name, String(cases), String(failures.length), seconds.toFixed(1))
    for (const failure of failures) process.stdout.write(`  ${failure}\n`)
    total.cases += cases
    total.failures += failures.length
  }
  for (const reason of unhandled) process.stdout.write(`an unhandled rejection: ${String(reason)}\n`)
  total.failures += unhandled.length
  printRow('all', String(total.cases), String(total.failures), ((performance.now() - start) / 1000).toFixed(1))
  if (total.failures > 0) process.exitCode = 1
}

/** An area that cannot start, or ends with an error, is a failure, and the other areas are run. */
async function runOne(area: Area): Promise<AreaResult & { seconds: number }> {
  const start = performance.now()
  const result = await area
    .run({ isFull: !values.short, seed: Number(values.seed) })
    .catch((reason: Error): AreaResult => ({ cases: 0, failures: [`the area ended with ${reason.stack}`] }))
  return { ...result, seconds: (performance.now() - start) / 1000 }
}

runScript(run)
