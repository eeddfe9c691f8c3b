import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter'
import type { Area, Findings } from './area'

const report = resolve('test-results/trust-end-to-end.json')

/**
 * Every scenario of a person, hostile data and a hostile page among them. Afterwards no secret of it may be in a
 * message to the window, in the page's memory, in what was printed, in a file, or in how a process was started.
 * Not in the short form: `npm test` has the same tests, without the page's memory.
 */
export const endToEnd: Area = {
  name: 'end to end, secrets',
  async run(): Promise<Findings> {
    const playwright = resolve('node_modules/@playwright/test/cli.js')
    const env = { ...process.env, SEARCH_HEAPS: '1', PLAYWRIGHT_JSON_OUTPUT_NAME: report }
    const words = [playwright, 'test', '--project=e2e', '--reporter=json']
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    const [exitCode] = await once(child, 'exit')
    const { stats, suites }: JSONReport = JSON.parse(await readFile(report, 'utf8'))
    const failures = suites.flatMap(failed)
    if (failures.length === 0 && exitCode !== 0) failures.push(`Playwright ended with ${exitCode}`)
    return { cases: stats.expected + stats.unexpected + stats.flaky, failures }
  },
}

function failed({ specs, suites = [] }: JSONReportSuite): string[] {
  const own = specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file}, ${title}`)
  return [...own, ...suites.flatMap(failed)]
}
