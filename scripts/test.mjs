/** `npm test`: every test. Its last line counts them. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bin, build, findHost, installPackages, installSystemPackages, onSomeDisplay, root, run } from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: process.platform === 'linux' })
build()
rmSync(join(root, 'test-results'), { recursive: true, force: true })
mkdirSync(join(root, 'test-results'))

const unitReport = 'test-results/unit.json'
const endToEndReport = 'test-results/end-to-end.json'
const unit = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]
const endToEnd = ['test', '--reporter=list,json']
const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: endToEndReport }
const wentWell = [run(bin('vitest'), unit), run(...onSomeDisplay(bin('playwright'), endToEnd, host), { env })]

const { numPassedTests, numFailedTests } = readReport(unitReport, { numPassedTests: 0, numFailedTests: 1 })
const { stats } = readReport(endToEndReport, { stats: { expected: 0, unexpected: 1, flaky: 0 } })
const failedCount = numFailedTests + stats.unexpected + stats.flaky
// A run may fail without a failed test: a suite that does not load, an error outside a test.
const unexplained = failedCount === 0 && wentWell.includes(false) ? 1 : 0
console.log(`tests: ${numPassedTests + stats.expected} passed, ${failedCount + unexplained} failed`)
process.exitCode = wentWell.includes(false) ? 1 : 0

/**
 * @template T
 * @param {string} path
 * @param {T} otherwise what counts when there is no report: one failure
 * @returns {T}
 */
function readReport(path, otherwise) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'))
  } catch {
    return otherwise
  }
}
