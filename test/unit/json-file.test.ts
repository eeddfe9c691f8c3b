import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { JsonFile } from '../../main/core/json-file'
import { PreferencesFile } from '../../main/features/app/preferences-file'
import { KnownSessionFile } from '../../main/features/session/known-session-file'

/** Makes the next reads of the file fail, as they do while no file handles are left. */
const reads = vi.hoisted(() => ({ failures: 0, code: '' }))
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>()
  const fail = () => {
    reads.failures -= 1
    throw Object.assign(new Error(reads.code), { code: reads.code, syscall: 'open' })
  }
  const readFile = (...args: Parameters<typeof fs.readFileSync>) =>
    reads.failures > 0 && String(args[0]).endsWith('.json') ? fail() : fs.readFileSync(...args)
  return { ...fs, readFileSync: readFile }
})

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'json-file-'))
  path = join(folder, 'remembered.json')
})
afterEach(() => {
  reads.failures = 0
  rmSync(folder, { recursive: true, force: true })
})

const schema = z.object({ version: z.int(), names: z.array(z.string()), size: z.int(), language: z.enum(['en', 'et']) })
const defaults = { names: [] as string[], size: 1, language: 'en' as 'en' | 'et' }
const openFile = (onProblem?: (sentence: string) => void) => new JsonFile(path, schema, defaults, onProblem)
const stored = () => JSON.parse(readFileSync(path, 'utf8'))

function startWriter(name: string, count: number): ChildProcess {
  const args = ['--import', 'tsx', 'test/stress/file-writer.ts', path, name, String(count)]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

test('two processes that write the same file lose no entry, and leave no other file', { timeout: 60_000 }, async () => {
  const writers = ['window', 'command'].map((name) => startWriter(name, 150))
  const failed = await Promise.all(writers.map(({ stdout }) => textOf(stdout as NodeJS.ReadableStream)))
  expect(failed).toEqual(['0\n', '0\n'])
  expect(new KnownSessionFile(path).read().mailPasswords).toHaveLength(300)
  expect(readdirSync(folder)).toEqual(['remembered.json'])
})

test('what a killed process leaves, its lock too, does not keep the next one waiting', {
  timeout: 60_000,
}, async () => {
  const writer = startWriter('killed', 100_000)
  await vi.waitFor(() => expect(existsSync(path)).toBe(true), { timeout: 30_000 })
  writer.kill('SIGKILL')
  await once(writer, 'exit')
  const { pid } = writer
  writeFileSync(`${path}.lock`, `${pid}-1`)
  writeFileSync(`${path}.lock.${pid}-1.part`, '')
  writeFileSync(`${path}.${pid}-1.part`, '{')
  const start = performance.now()
  expect(new KnownSessionFile(path).write({ email: 'liis@meadow.example' })).toBe(true)
  expect(performance.now() - start).toBeLessThan(1000)
  expect(readdirSync(folder)).toEqual(['remembered.json'])
})

test('a lock that names no process is given up', () => {
  writeFileSync(`${path}.lock`, '')
  expect(openFile().write({ size: 2 })).toBe(true)
  expect(readdirSync(folder)).toEqual(['remembered.json'])
})

test('one invalid value does not reset the others, and stays in the file', () => {
  const newer = { version: 2, names: ['a'], size: 'large', language: 'fi', theme: 'dark' }
  writeFileSync(path, JSON.stringify(newer))
  const problems: string[] = []
  const file = openFile((problem) => problems.push(problem))
  expect(file.read()).toEqual({ names: ['a'], size: 1, language: 'en' })
  expect(file.write({ names: ['a', 'b'] })).toBe(true)
  expect(stored()).toEqual({ ...newer, names: ['a', 'b'] })
  expect(problems).toEqual([])
})

test('a language of a newer version resets no other preference, and an invalid entry no other entry', () => {
  new PreferencesFile(folder).write({ stayInTray: false })
  const preferences = join(folder, 'preferences.json')
  const changed = { ...JSON.parse(readFileSync(preferences, 'utf8')), language: 'fi', place: { x: 1 } }
  writeFileSync(preferences, JSON.stringify(changed))
  expect(new PreferencesFile(folder).read()).toMatchObject({ stayInTray: false, place: null })
  const key = { server: 'https://fleep.example', accountId: 'a', smtpId: 's' }
  writeFileSync(path, JSON.stringify({ version: 1, accountId: 'a', mailPasswords: [key, { smtpId: 1 }] }))
  expect(new KnownSessionFile(path).read()).toMatchObject({ accountId: 'a', mailPasswords: [key] })
})

test.each(['EMFILE', 'EACCES', 'EBUSY'])('a read that fails with %s for a moment is repeated', (code) => {
  openFile().write({ size: 3 })
  Object.assign(reads, { failures: 2, code })
  expect(openFile().read().size).toBe(3)
  expect(reads.failures).toBe(0)
})

test('a file that cannot be read stays where it is, and is not written', () => {
  openFile().write({ size: 3 })
  const problems: string[] = []
  const file = openFile((problem) => problems.push(problem))
  Object.assign(reads, { failures: 1000, code: 'EMFILE' })
  for (const _time of [1, 2]) expect(file.read()).toEqual(defaults)
  expect(file.write({ names: ['a'] })).toBe(false)
  reads.failures = 0
  expect(problems).toEqual(['remembered.json can’t be read, so the app runs without it.'])
  expect(readdirSync(folder)).toEqual(['remembered.json'])
  expect(openFile().read().size).toBe(3)
})

test.skipIf(process.platform === 'win32').each([0o022, 0o000])(
  'with umask %o, only the user can read the files and their folder',
  (umask) => {
    const previous = process.umask(umask)
    try {
      path = join(folder, 'new', 'data', 'remembered.json')
      openFile().write({ size: 2 })
      expect(statSync(join(folder, 'new', 'data')).mode & 0o777).toBe(0o700)
      expect(statSync(path).mode & 0o777).toBe(0o600)
    } finally {
      process.umask(previous)
    }
  },
)

test.skipIf(process.platform === 'win32')(
  'other files in a folder that was named, and shared folders, keep their permissions',
  () => {
    mkdirSync(join(folder, 'other'), { mode: 0o755 })
    chmodSync(join(folder, 'other'), 0o755)
    chmodSync(folder, 0o1777)
    openFile().write({ size: 2 })
    expect([folder, join(folder, 'other')].map((path) => statSync(path).mode & 0o1777)).toEqual([0o1777, 0o755])
  },
)

test.skipIf(process.platform !== 'linux')('a data folder that cannot be created is no endless loop', () => {
  path = '/proc/fleep-settings/remembered.json'
  expect(openFile().write({ size: 2 })).toBe(false)
  expect(openFile().read()).toEqual(defaults)
})

test.skipIf(process.platform === 'win32')('wider permissions of an existing folder are tightened', () => {
  mkdirSync(join(folder, 'pictures'), { mode: 0o755 })
  writeFileSync(join(folder, 'preferences.json'), '{}', { mode: 0o644 })
  chmodSync(folder, 0o755)
  openFile().write({ size: 2 })
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'pictures')).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'preferences.json')).mode & 0o777).toBe(0o600)
})

test.each(['a folder', 'a dangling link'])('a lock that is %s ends the wait, and nothing is written', (what) => {
  const file = new KnownSessionFile(path)
  if (what === 'a folder') mkdirSync(`${path}.lock`)
  else symlinkSync(join(folder, 'missing', 'target'), `${path}.lock`)
  expect(file.write({ email: 'liis@meadow.example' })).toBe(false)
  expect(existsSync(path)).toBe(false)
  rmSync(`${path}.lock`, { recursive: true })
  expect(file.write({ email: 'liis@meadow.example' })).toBe(true)
})
