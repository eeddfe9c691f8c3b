import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { listPackage } from '@electron/asar'
import { expect, liis, serverAccount, signIn, test } from '../e2e/support/app'
import { runForJson } from '../e2e/support/command'
import { sandboxSwitches } from '../electron-host'
import { allowDebugging, copyPacked, pack, pathsIn } from './pack'

/** The files that the archive may contain. Check any other file before adding it. */
const allowed = [
  /^package\.json$/,
  /^LICENSE$/,
  /^out\/main\/[\w.-]+\.js$/,
  /^out\/preload\/index\.js$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css)$/,
  /^out\/(main|renderer)\/licences\.md$/,
  /^node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js)$/,
]
/** An app for macOS has the binaries for both processors. */
const keytarBinaries = (process.platform === 'darwin' ? ['arm64', 'x64'] : [process.arch]).map(
  (arch) => `node_modules/keytar/prebuilds/${process.platform}-${arch}/keytar.node`,
)

test.describe.configure({ mode: 'serial' })

let folder = ''
let packed = ''

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packed-'))
  packed = await pack(folder)
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

function filesIn(path: string): string[] {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(path.length + 1)
        .replaceAll('\\', '/'),
    )
}

test('the archive contains only built files and keytar with this system’s binary', () => {
  const { resources } = pathsIn(packed)
  const archive = join(resources, 'app.asar')
  const names = listPackage(archive, { isPack: false }).map((name) => name.slice(1).replaceAll('\\', '/'))
  const files = names.filter((name) => !names.some((other) => other.startsWith(`${name}/`)))
  expect(files).toContain('out/main/index.js')
  expect(
    files.filter((name) => !keytarBinaries.includes(name) && !allowed.some((pattern) => pattern.test(name))),
  ).toEqual([])
  const unpacked = filesIn(`${archive}.unpacked`)
  expect(unpacked.filter((name) => name.endsWith('.node')).sort()).toEqual(keytarBinaries)
  // The size limit of the app without Electron: 3 MB.
  expect(statSync(archive).size).toBeLessThan(3 * 1024 * 1024)
  expect(filesIn(resources)).toContain('app-update.yml')
})

test('every fuse has its configured value', async () => {
  const { FuseState, FuseV1Options, getCurrentFuseWire } = await import('@electron/fuses')
  const { fuses } = await import('../../scripts/fuses.mjs')
  const entries = Object.entries(await getCurrentFuseWire(pathsIn(packed).program))
  const states = entries.filter(([name]) => /^\d+$/.test(name))
  expect(states.length).toBeGreaterThan(8)
  for (const [index, state] of states) {
    const isEnabled = Reflect.get(fuses, index)
    expect(state, FuseV1Options[Number(index)]).toBe(isEnabled ? FuseState.ENABLE : FuseState.DISABLE)
  }
})

test('the packed app refuses a debugger', () => {
  const args = [...sandboxSwitches, '--inspect=0', `--user-data-dir=${join(folder, 'data')}`, 'help']
  const { stdout, stderr } = spawnSync(pathsIn(packed).program, args, { encoding: 'utf8' })
  expect(stdout).toContain('sign-in')
  expect(stderr).not.toContain('Debugger listening')
})

test('the packed app refuses Chromium’s debugger', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs a session that a command has stored')
  computer.packedProgram = pathsIn(packed).program
  const { exitCode } = await runForJson(
    computer,
    ['sign-in', liis.email, '--server', computer.server.url],
    [liis.password],
  )
  expect(exitCode).toBe(0)
  const { requests } = computer.server
  const before = requests.length
  const args = [...computer.baseArguments, '--remote-debugging-port=0']
  const app = spawn(computer.program, args, { env: computer.env, stdio: ['ignore', 'ignore', 'pipe'] })
  const printed = text(app.stderr)
  // The session is restored after the window has opened, and with it Chromium.
  await expect.poll(() => requests.length).toBeGreaterThan(before)
  app.kill()
  expect(await printed).not.toContain('DevTools')
})

test('nobody can name another place for what the organisation sets', () => {
  const file = join(folder, 'managed.json')
  writeFileSync(file, JSON.stringify({ server: 'https://elsewhere.example' }), { mode: 0o644 })
  const args = [...sandboxSwitches, `--user-data-dir=${join(folder, 'data')}`, 'status', '--json']
  const env = { ...process.env, FLEEP_SETTINGS_MANAGED_FILE: file }
  const { stdout } = spawnSync(pathsIn(packed).program, args, { encoding: 'utf8', env })
  expect(JSON.parse(stdout).result).toMatchObject({ server: 'https://fleep.io', serverIsManaged: false })
})

test('the packed app starts, signs in, changes a setting and restores its session', async ({ computer }) => {
  const copy = join(folder, 'copy')
  copyPacked(packed, copy)
  const { program } = pathsIn(copy)
  await allowDebugging(program)
  computer.packedProgram = program

  let page = await computer.start()
  expect(await computer.app.evaluate(({ app }) => app.isPackaged)).toBe(true)
  await signIn(page, liis)
  await page.getByLabel('Name', { exact: true }).fill('Liis from an archive')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
  expect(serverAccount(computer, liis).displayName).toBe('Liis from an archive')
  for (const panel of ['Mail servers', 'Avatar', 'People', 'Your data', 'This app']) {
    await page.getByRole('button', { name: panel, exact: true }).click()
    await expect(page.getByRole('heading', { name: panel, level: 1 })).toBeVisible()
  }
  await computer.waitForStoredSession()
  await computer.quit()
  if (!computer.keyring) return
  page = await computer.start()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Liis from an archive')
  const { result } = await runForJson(computer, ['status'])
  expect(result).toMatchObject({ signedIn: true, name: 'Liis from an archive' })
})
