import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('the example in CONTRIBUTING.md fits the sources', () => {
  const [, diff] = readFileSync('CONTRIBUTING.md', 'utf8').split(/^```(?:diff)?\n/m)
  expect(diff).toContain('+++ b/contract/contract.ts')
  const { status, stderr } = spawnSync('git', ['apply', '--check', '-'], {
    input: diff,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
