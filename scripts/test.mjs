/** `npm test`: runs every test. The last line of its output counts them. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bin, build, prepare, root, run, withDisplay } from './prepare.mjs'

const host = prepare({ needsKeyring: true, needsDisplays: true, needsPackaging: true })
build(host)
rmSync(join(root, 'test-results'), { recursive: true, force: true })
mkdirSync(join(root, 'test-results'))

const unitReport = 'test-results/unit.json'
const endToEndReport = 'test-results/end-to-end.json'
const unit = [
  'run',
  '--configLoader=runner',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${unitReport}`,
]
const endToEnd = ['test', '--reporter=list,json']
const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: endToEndReport }
// Areas of the trust suite start the app in a unit test.
const succeeded = [
  run(...withDisplay(host, bin('vitest'), unit)),
  run(...withDisplay(host, bin('playwright'), endToEnd), { env }),
]

const { numPassedTests, numFailedTests } = readReport(unitReport, { numPassedTests: 0, numFailedTests: 1 })
const { stats } = readReport(endToEndReport, { stats: { expected: 0, unexpected: 1, flaky: 0 } })
const failedCount = numFailedTests + stats.unexpected + stats.flaky
// A run can fail without a failed test: a file that does not load, or an error outside a test.
const otherFailures = failedCount === 0 && succeeded.includes(false) ? 1 : 0
console.log(`tests: ${numPassedTests + stats.expected} passed, ${failedCount + otherFailures} failed`)
process.exitCode = succeeded.includes(false) ? 1 : 0

/**
 * @template T
 * @param {string} path
 * @param {T} fallback used if there is no report: one failure
 * @returns {T}
 */
function readReport(path, fallback) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'))
  } catch {
    return fallback
  }
}
