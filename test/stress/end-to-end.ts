import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter'
import type { Area, AreaResult } from './area'

const report = resolve('test-results/stress-end-to-end.json')

/** `npm test` runs all of the tests. Searching the page's memory takes longer than most of them, so each run does a part. */
const parts = 4

/**
 * A part of the end-to-end tests, which the seed selects, with a search for secrets after each: in messages to the window, the
 * page's memory, printed output, files, and the arguments and environment of processes. Not part of the short run: `npm test`
 * runs the same tests, without searching the page's memory.
 */
export const endToEnd: Area = {
  name: 'end to end',
  async run({ seed }): Promise<AreaResult> {
    const playwright = resolve('node_modules/@playwright/test/cli.js')
    const part = `${seed % parts}/${parts}`
    const env = { ...process.env, SEARCH_HEAPS: '1', TEST_PART: part, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
    const args = [
      playwright,
      'test',
      '--project=e2e',
      '--quiet',
      '--reporter=json',
      '--output=test-results/stress-end-to-end',
    ]
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    const [exitCode] = await once(child, 'exit')
    const { stats, suites }: JSONReport = JSON.parse(await readFile(report, 'utf8'))
    const failures = suites.flatMap(failedTests)
    if (failures.length === 0 && exitCode !== 0) failures.push(`Playwright exited with code ${exitCode}`)
    return { cases: stats.expected + stats.unexpected + stats.flaky, failures }
  },
}

function failedTests({ specs, suites = [] }: JSONReportSuite): string[] {
  const own = specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file}, ${title}`)
  return [...own, ...suites.flatMap(failedTests)]
}
