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
  sessions: [{ server: 'https://fleep.example', accountId: 'id' }],
  passwordsToForget: [],
  failedMailServers: [],
  mailPasswords: [mailPassword],
}
const defaults = {
  server: 'https://fleep.io',
  email: '',
  accountId: null,
  sessions: [],
  passwordsToForget: [],
  failedMailServers: [],
  mailPasswords: [],
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remembered-'))
  path = join(folder, 'data', 'remembered.json')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('reads back what was written, and the defaults if there is no file', () => {
  expect(new KnownSessionFile(path).read()).toEqual(defaults)
  expect(new KnownSessionFile(path).write(known)).toBe(true)
  expect(new KnownSessionFile(path).read()).toEqual(known)
})

test('a write keeps the fields that are not given, and a file without sessions and mail passwords can be read', () => {
  new KnownSessionFile(path).write(known)
  new KnownSessionFile(path).write({ accountId: null })
  expect(new KnownSessionFile(path).read()).toEqual({ ...known, accountId: null })
  const { mailPasswords: _mailPasswords, sessions: _sessions, passwordsToForget: _passwordsToForget, ...older } = known
  writeFileSync(path, JSON.stringify({ version: 1, ...older }))
  expect(new KnownSessionFile(path).read()).toEqual({
    ...older,
    sessions: [],
    passwordsToForget: [],
    failedMailServers: [],
    mailPasswords: [],
  })
})

test.each(['', '{"version":1', '{"server":"https://fleep.io","email":"","accountId":null}', '[]'])(
  'a file that contains %j is renamed to .bad, and the defaults are returned',
  (text) => {
    new KnownSessionFile(path).write(known)
    writeFileSync(path, text)
    expect(new KnownSessionFile(path).read()).toEqual(defaults)
    expect(readFileSync(`${path}.bad`, 'utf8')).toBe(text)
    expect(existsSync(path)).toBe(false)
  },
)

test('each invalid file is reported and kept under its own name', () => {
  const warnings: string[] = []
  const file = new KnownSessionFile(path, (warning) => warnings.push(warning))
  file.write(known)
  writeFileSync(path, 'first')
  file.read()
  writeFileSync(path, 'second')
  // A write keeps it, too.
  expect(file.write(known)).toBe(true)
  expect(readFileSync(`${path}.bad`, 'utf8')).toBe('first')
  expect(readFileSync(`${path}.bad-2`, 'utf8')).toBe('second')
  expect(warnings).toEqual([
    'remembered.json couldn’t be used, so the app started without it. It was renamed to remembered.json.bad.',
    'remembered.json couldn’t be used, so the app started without it. It was renamed to remembered.json.bad-2.',
  ])
})

test('an unreadable file is renamed, never overwritten', () => {
  mkdirSync(path, { recursive: true })
  expect(new KnownSessionFile(path).read()).toEqual(defaults)
  expect(existsSync(`${path}.bad`)).toBe(true)
  expect(new KnownSessionFile(path).write(known)).toBe(true)
})

test('write returns false if the folder cannot be created', () => {
  writeFileSync(join(folder, 'data'), 'a file in place of the folder')
  expect(new KnownSessionFile(path).write(known)).toBe(false)
})
