/** Runs one area for run.ts, and sends it the result. Its arguments are the area's name, and its scale as JSON. */
import { runScript } from '../run-script'
import type { AreaResult, Scale } from './area'
import { areas } from './areas'
import { endToEnd } from './end-to-end'

async function run(): Promise<void> {
  const [name, scale = ''] = process.argv.slice(2)
  const area = [...areas, endToEnd].find((one) => one.name === name)
  if (!area) throw new Error(`no area is called ${name}`)
  const unhandled: unknown[] = []
  process.on('unhandledRejection', (reason) => unhandled.push(reason))
  const { cases, failures } = await area.run(JSON.parse(scale) as Scale)
  const result: AreaResult = {
    cases,
    failures: [...failures, ...unhandled.map((reason) => `an unhandled rejection: ${String(reason)}`)],
  }
  await new Promise((resolve) => process.send?.(result, resolve))
}

runScript(run)
