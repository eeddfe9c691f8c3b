/**
 * `npm run test:trust` runs all stress tests, and prints the result of each area as it ends. `-- --short`: a tenth;
 * `-- --seed=N`: another tenth; `-- --area=NAME`: the areas with that in their name.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runScript } from '../run-script'
import type { AreaResult } from './area'
import { areas } from './areas'
import { endToEnd } from './end-to-end'

/** Most areas wait: for time-outs, processes and a keyring. So more of them run at a time than there are cores. */
const concurrency = 3

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    area: { type: 'string', default: '' },
  },
})

async function run(): Promise<void> {
  const names = (values.short ? areas : [endToEnd, ...areas])
    .map(({ name }) => name)
    .filter((name) => name.includes(values.area))
  if (names.length === 0) throw new Error(`No area has “${values.area}” in its name.`)
  const width = Math.max(...names.map((name) => name.length))
  const printRow = (...[name = '', ...numbers]: string[]) =>
    process.stdout.write(`${name.padEnd(width)}${numbers.map((number) => number.padStart(10)).join('')}\n`)
  const start = performance.now()
  const total = { cases: 0, failures: 0 }
  printRow('area', 'cases', 'failures', 'seconds')
  const remaining = [...names]
  const worker = async () => {
    for (let name = remaining.shift(); name !== undefined; name = remaining.shift()) {
      const begin = performance.now()
      const { cases, failures } = await runInProcess(name)
      printRow(name, String(cases), String(failures.length), secondsSince(begin))
      for (const failure of failures) process.stdout.write(`  ${failure}\n`)
      total.cases += cases
      total.failures += failures.length
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  printRow('all', String(total.cases), String(total.failures), secondsSince(start))
  if (total.failures > 0) process.exitCode = 1
}

const secondsSince = (start: number) => ((performance.now() - start) / 1000).toFixed(1)

/** Runs an area in a process, because areas change the environment and the time-outs of theirs, and measure its memory. */
async function runInProcess(name: string): Promise<AreaResult> {
  const scale = JSON.stringify({ isFull: !values.short, seed: Number(values.seed) })
  // The loader that runs this file runs the child, too.
  const child = fork(resolve('test/stress/run-area.ts'), [name, scale], { execArgv: process.execArgv })
  let result: AreaResult | undefined
  child.on('message', (message: AreaResult) => {
    result = message
  })
  const [code, signal] = await once(child, 'exit')
  return result ?? { cases: 0, failures: [`its process ended with ${code ?? signal} and no result`] }
}

runScript(run)
