import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'line-ends-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Writes all files as git checks them out on a computer with this setting. */
function checkOut(name: string, settings: string[]): string {
  const target = join(folder, name)
  const options = settings.flatMap((setting) => ['-c', setting])
  execFileSync('git', [...options, 'checkout-index', '--all', `--prefix=${target}/`])
  return target
}

test('files have the same bytes where git writes CRLF', () => {
  const usual = checkOut('usual', ['core.autocrlf=false'])
  const converted = checkOut('windows', ['core.autocrlf=true', 'core.eol=crlf'])
  const names = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean)
  expect(names.length).toBeGreaterThan(500)
  const changed = names.filter((name) => !readFileSync(join(usual, name)).equals(readFileSync(join(converted, name))))
  expect(changed).toEqual([])
})
