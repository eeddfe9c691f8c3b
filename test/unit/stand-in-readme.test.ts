import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = 'test/electron-stand-in'
const names = readdirSync(folder)

test('the stand-in’s README lists the test of each behaviour, and no other tests', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8')
  const section = readme.split('## What the app relies on')[1]?.split('\n## ')[0] ?? ''
  const rows = [...section.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].map(([, , name]) => name).slice(2)
  const specs = names
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
  const tests = specs.flatMap((source) =>
    [...source.matchAll(/^ *test\((['`])(.+?)\1, async/gm)].map(([, , name]) => name),
  )
  expect(tests.length).toBeGreaterThan(50)
  expect(rows.toSorted()).toEqual(tests.toSorted())
})

test('the stand-in’s README lists each of its files', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8')
  const isSource = (name: string) => name.endsWith('.ts') && !/spec\.ts$|^fixture-app/.test(name)
  expect(names.filter((name) => isSource(name) && !readme.includes(name))).toEqual([])
})
