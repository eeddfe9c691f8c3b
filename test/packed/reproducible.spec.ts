import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { pack, pathsIn } from './pack'

const run = promisify(execFile)

/** Everything that the archive is made from. */
const sources = [
  'LICENSE',
  'contract',
  'electron-builder.yml',
  'electron.vite.config.ts',
  'main',
  'package-lock.json',
  'package.json',
  'packaging',
  'preload',
  'renderer',
  'scripts',
  'test/tsconfig.json',
  'texts',
  'tsconfig.json',
]

const folders: string[] = []

test.afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** @returns a new folder with the sources */
function copySources(parent: string, name: string): string {
  const folder = mkdtempSync(join(parent, 'reproducible-'))
  folders.push(folder)
  const copy = join(folder, name)
  for (const source of sources) cpSync(source, join(copy, source), { recursive: true })
  mkdirSync(join(copy, 'node_modules'))
  for (const entry of readdirSync('node_modules')) {
    symlinkSync(resolve('node_modules', entry), join(copy, 'node_modules', entry), 'junction')
  }
  return copy
}

/** Builds and packs the app in a folder. @returns its archive */
async function buildArchive(copy: string, env: NodeJS.ProcessEnv): Promise<string> {
  await run(process.execPath, [resolve('node_modules/electron-vite/bin/electron-vite.js'), 'build'], { cwd: copy, env })
  const packed = await pack(join(copy, 'dist'), { cwd: copy, env })
  return join(pathsIn(packed).resources, 'app.asar')
}

function sumOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** Gives the files the permissions of another umask, and the times of another check-out. */
function changeFiles(copy: string): void {
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || path.startsWith(join(copy, 'node_modules'))) continue
    chmodSync(path, 0o600)
    utimesSync(path, 1_000_000_000, 1_000_000_000)
  }
}

test('two computers build the same archive, byte for byte', async () => {
  // Two builds and two packs, on few cores.
  test.setTimeout(240_000)
  const here = copySources(tmpdir(), 'here')
  // A file system in memory lists files in another order.
  const otherParent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const there = copySources(otherParent, 'there, in a longer & deeper/folder')
  changeFiles(there)
  const otherComputer = pathToFileURL(resolve('test/packed/other-computer.mjs')).href
  const usual = { ...process.env, LC_ALL: 'en_US.UTF-8', TZ: 'UTC' }
  const other = {
    ...process.env,
    // Estonian sorts z before t.
    ...{ LC_ALL: 'et_EE.UTF-8', LANG: 'et_EE.UTF-8', TZ: 'Pacific/Apia', USER: 'other', LOGNAME: 'other' },
    // The threads of the bundler, which is not JavaScript, and of Node.
    ...{ RAYON_NUM_THREADS: '13', UV_THREADPOOL_SIZE: '13', NODE_OPTIONS: `--import=${otherComputer}` },
  }
  const [archive, otherArchive] = await Promise.all([buildArchive(here, usual), buildArchive(there, other)])
  expect(otherArchive).not.toBe(archive)
  expect(sumOf(otherArchive)).toBe(sumOf(archive))

  await run(process.execPath, ['scripts/archive-sum.mjs'], { cwd: here })
  const published = readdirSync(join(here, 'dist')).filter((name) => name.endsWith('.sha256'))
  expect(published).toHaveLength(1)
  expect(readFileSync(join(here, 'dist', published[0] ?? ''), 'utf8')).toBe(`${sumOf(archive)}  app.asar\n`)
})
