import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KnownSessionFile } from '../../main/features/session/known-session-file'

let folder: string
let path: string
const mailPassword = { server: 'https://fleep.example', accountId: 'id', smtpId: 'a' }
const known = {
  server: 'https://fleep.example',
  email: 'liis@meadow.example',
  accountId: 'id',
  mailPasswords: [mailPassword],
}
const fresh = { server: 'https://fleep.io', email: '', accountId: null, mailPasswords: [] }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remembered-'))
  path = join(folder, 'data', 'remembered.json')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what was written is read', () => {
  expect(new KnownSessionFile(path).read()).toEqual(fresh)
  expect(new KnownSessionFile(path).write(known)).toBe(true)
  expect(new KnownSessionFile(path).read()).toEqual(known)
})

test('what is not given stays, and a file of before there were mail passwords is read', () => {
  new KnownSessionFile(path).write(known)
  new KnownSessionFile(path).write({ accountId: null })
  expect(new KnownSessionFile(path).read()).toEqual({ ...known, accountId: null })
  const { mailPasswords: _none, ...before } = known
  writeFileSync(path, JSON.stringify({ version: 1, ...before }))
  expect(new KnownSessionFile(path).read()).toEqual({ ...before, mailPasswords: [] })
})

test.each(['', '{"version":1', '{"version":2,"server":"https://fleep.io","email":"","accountId":null}', '[]'])(
  'a file that holds %j is kept beside, and the app starts fresh',
  (text) => {
    new KnownSessionFile(path).write(known)
    writeFileSync(path, text)
    expect(new KnownSessionFile(path).read()).toEqual(fresh)
    expect(readFileSync(`${path}.bad`, 'utf8')).toBe(text)
    expect(existsSync(path)).toBe(false)
  },
)

test('a file that is set aside is told of, and one that was before stays', () => {
  const told: string[] = []
  const file = new KnownSessionFile(path, (sentence) => told.push(sentence))
  file.write(known)
  writeFileSync(path, 'first')
  file.read()
  writeFileSync(path, 'second')
  // A write is no reason to lose it.
  expect(file.write(known)).toBe(true)
  expect(readFileSync(`${path}.bad`, 'utf8')).toBe('first')
  expect(readFileSync(`${path}.bad-2`, 'utf8')).toBe('second')
  expect(told).toEqual([
    'remembered.json could not be used, so the app begins without it. It is kept as remembered.json.bad.',
    'remembered.json could not be used, so the app begins without it. It is kept as remembered.json.bad-2.',
  ])
})

test('a file that cannot be read is set aside, never written over', () => {
  mkdirSync(path, { recursive: true })
  expect(new KnownSessionFile(path).read()).toEqual(fresh)
  expect(existsSync(`${path}.bad`)).toBe(true)
  expect(new KnownSessionFile(path).write(known)).toBe(true)
})

test('a folder that cannot be written is told, not thrown', () => {
  writeFileSync(join(folder, 'data'), 'a file where the folder should be')
  expect(new KnownSessionFile(path).write(known)).toBe(false)
})
