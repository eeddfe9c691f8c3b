import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string

/** Everything that `npm start` reads. It builds, so it must not run in the folder whose build other tests use. */
const sources = [
  '.npmrc',
  'CHANGELOG.md',
  'contract',
  'electron.vite.config.ts',
  'main',
  'package-lock.json',
  'package.json',
  'packaging',
  'preload',
  'renderer',
  'scripts',
  'test/electron-stand-in',
  'test/tsconfig.json',
  'texts',
  'tsconfig.json',
]

beforeEach(() => {
  // As the path of a project may be.
  folder = mkdtempSync(join(tmpdir(), 'my start & (1) '))
  for (const source of sources) cpSync(source, join(folder, source), { recursive: true })
  // A link for each package, not one for all: npm may delete what is in this folder.
  mkdirSync(join(folder, 'node_modules'))
  for (const { name } of readdirSync('node_modules', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name), 'junction')
  }
  // npm's record of what it installed. It is newer than the lock file, so nothing is installed.
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{}')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('npm start as a command prints only its output on standard output', { timeout: 120_000 }, () => {
  const { DBUS_SESSION_BUS_ADDRESS: _bus, ELECTRON_OVERRIDE_DIST_PATH: _host, ...env } = process.env
  const own = [`--user-data-dir=${join(folder, 'data')}`, 'status', '--json', '--server=http://127.0.0.1:9']
  const { stdout, stderr, status } = spawnSync('npm', ['start', '--silent', '--', ...own], {
    cwd: folder,
    env,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  expect(status, stderr).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, command: 'status', result: { signedIn: false } })
})

test('the scripts start programs without a shell on Windows, which would split paths at their spaces', async () => {
  const { platform } = process
  Object.defineProperty(process, 'platform', { value: 'win32' })
  try {
    const scripts: typeof import('../../scripts/prepare.mjs') = await import(join(folder, 'scripts/prepare.mjs'))
    const print = 'require("node:fs").writeFileSync(process.argv[1], "written")'
    const written = join(folder, 'with "quotes" & spaces')
    for (const command of [process.execPath, scripts.bin('tsx')]) {
      rmSync(written, { force: true })
      expect(scripts.run(command, ['-e', print, written])).toBe(true)
      expect(readFileSync(written, 'utf8')).toBe('written')
    }
  } finally {
    Object.defineProperty(process, 'platform', { value: platform })
  }
})
