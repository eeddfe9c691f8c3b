import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Computer, expect, liis, serverAccount, test } from '../e2e/support/app'
import { runForJson } from '../e2e/support/command'
import { sandboxSwitches } from '../electron-host'
import { sendNotificationEmail } from '../fleep-server/notification-calls'
import { allowDebugging } from '../packed/pack'
import {
  apt,
  buildPackages,
  desktopEntry,
  filesOfDeb,
  installedPackages,
  isLeftOut,
  missing,
  name,
  output,
  program,
} from './packages'

const programs = ['desktop-file-validate', 'gio', 'man', 'xdg-mime']
test.skip(process.platform !== 'linux' || missing(['apt-get', 'dpkg-deb']).length > 0, 'installs a Debian package')
test.skip(process.getuid?.() !== 0, 'only root can install a package')
test.skip(missing(programs).length > 0, `needs ${missing(programs).join(', ')}`)
test.describe.configure({ mode: 'serial' })

let folder = ''
let deb = ''
let before = new Set<string>()

test.beforeAll(async () => {
  test.setTimeout(300_000)
  before = installedPackages()
  if (before.has(name)) throw new Error(`${name} is already installed. Remove it before the test.`)
  folder = mkdtempSync(join(tmpdir(), 'installed-'))
  deb = (await buildPackages(join(folder, 'dist'), ['deb'])).deb
})
test.afterAll(() => {
  test.setTimeout(120_000)
  const added = [...installedPackages()].filter((installed) => !before.has(installed))
  // With what apt installed for it, so that the computer is as before.
  if (deb) apt('purge', name, ...added.filter((installed) => installed !== name))
  rmSync(folder, { recursive: true, force: true })
})

/** A copy of the package with an older version, and a file that the newer one no longer has. */
function olderPackage(): string {
  const content = join(folder, 'older')
  output('dpkg-deb', ['--raw-extract', deb, content])
  const control = join(content, 'DEBIAN/control')
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, 'Version: 0.0.1'))
  writeFileSync(join(content, 'opt/Fleep Settings/of-the-older-version'), '')
  const older = join(folder, 'older.deb')
  output('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', content, older])
  return older
}

/** A program that runs the command of the desktop entry with arguments in the place of its links. */
function launcherOfEntry(): string {
  const exec = /^Exec=(.*) %U$/m.exec(readFileSync(desktopEntry, 'utf8'))?.[1]
  if (!exec) throw new Error('the entry takes no links')
  const launcher = join(folder, 'launcher')
  // Source: the Desktop Entry Specification, "The Exec key". It has the double quotes of a shell.
  writeFileSync(launcher, `#!/bin/sh\nexec ${exec} "$@"\n`)
  chmodSync(launcher, 0o755)
  return launcher
}

/** Lets the computer's desktop find the data folder that the test gives to the app. */
function shareDataFolder(computer: Computer): void {
  mkdirSync(join(computer.home, '.config'), { recursive: true })
  symlinkSync(computer.dataFolder, join(computer.home, '.config/Fleep Settings'))
}

/** Runs gio, with which desktops open entries and links. What it starts keeps its streams, so they are not read. */
function gio(computer: Computer, ...args: string[]): void {
  execFileSync('gio', args, { env: computer.env, stdio: 'ignore' })
}

async function signInByCommand(computer: Computer): Promise<void> {
  computer.packedProgram = '/usr/bin/fleep-settings'
  const args = ['sign-in', liis.email, `--server=${computer.server.url}`]
  expect((await runForJson(computer, args, [liis.password])).output).toMatchObject({ ok: true })
}

/** Paths that are named after the app, apart from dpkg's record of a removed package. */
function remains(): string[] {
  const places = ['/etc', '/opt', '/usr', '/var/lib'].filter((place) => existsSync(place))
  const found = output('find', [...places, '-xdev', '-iname', '*fleep*settings*', '-not', '-path', '/var/lib/dpkg/*'])
  return found.split('\n').filter(Boolean)
}

test('an older version is upgraded by apt and keeps its data', async ({ computer }) => {
  test.setTimeout(180_000)
  expect(remains()).toEqual([])
  apt('install', olderPackage())
  expect(output('dpkg-query', ['--show', name]).trim()).toBe(`${name}\t0.0.1`)
  await signInByCommand(computer)

  apt('install', deb)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(output('dpkg-query', ['--show', name]).trim()).toBe(`${name}\t${version}`)
  expect(existsSync('/opt/Fleep Settings/of-the-older-version')).toBe(false)
  // It finds no file changed, and none missing.
  const changed = output('dpkg', ['--verify', name]).split('\n').filter(Boolean)
  expect(changed.filter((line) => !isLeftOut(line.slice(line.indexOf('/'))))).toEqual([])
  const { result } = await runForJson(computer, ['status'])
  expect(result).toMatchObject({ signedIn: true, email: liis.email })
})

test('the command, its manual page and its completions are found, and so are the icons', async () => {
  expect(output('sh', ['-c', `command -v ${name}`]).trim()).toBe(`/usr/bin/${name}`)
  expect(output(name, [...sandboxSwitches, '--version'])).toContain(`${name} `)
  const manual = `/usr/share/man/man1/${name}.1.gz`
  if (!isLeftOut(manual)) expect(output('man', ['-w', name]).trim()).toBe(manual)
  const script = `/usr/share/bash-completion/completions/${name}`
  expect(output('bash', ['-c', `source ${script}; complete -p ${name}`])).toContain(name)
  const icons = '/usr/share/icons/hicolor'
  for (const [file, format] of Object.entries({ '512x512/apps': 'png', 'scalable/apps': 'svg' })) {
    const icon = await sharp(`${icons}/${file}/${name}.${format}`).metadata()
    expect(icon.format).toBe(format)
    if (format === 'png') expect([icon.width, icon.height]).toEqual([512, 512])
  }
  expect(output('desktop-file-validate', [desktopEntry])).toBe('')
})

test('the app starts from its desktop entry, and a link opens in it', async ({ computer }) => {
  const isElectron = !process.env.ELECTRON_OVERRIDE_DIST_PATH
  test.setTimeout(120_000)
  test.skip(isElectron, 'for root, Electron needs --no-sandbox, which the entry does not have')
  const registered = output('xdg-mime', ['query', 'default', 'x-scheme-handler/fleep-settings'], computer.env)
  expect(registered.trim()).toBe(`${name}.desktop`)

  shareDataFolder(computer)
  await signInByCommand(computer)
  const calls = computer.server.receivedCalls.length
  // It has the process's id.
  const lock = join(computer.dataFolder, 'stand-in.lock')
  try {
    gio(computer, 'launch', desktopEntry)
    await expect.poll(() => computer.server.receivedCalls.length).toBeGreaterThan(calls)
  } finally {
    process.kill(Number(readFileSync(lock, 'utf8')), 'SIGTERM')
  }
  await expect.poll(() => existsSync(lock)).toBe(false)

  // The shipped program allows no debugger, by which the test sees the window.
  await allowDebugging(program)
  computer.packedProgram = launcherOfEntry()
  const page = await computer.start()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  const id = sendNotificationEmail(computer.server.state, serverAccount(computer, liis))
  gio(computer, 'open', `fleep-settings://unsubscribe?notification_id=${id}`)
  await expect(page.getByRole('dialog', { name: 'Unsubscribe' })).toBeVisible()
})

test('removing the package leaves only the data of the user', async ({ computer }) => {
  test.setTimeout(120_000)
  await signInByCommand(computer)
  const installed = filesOfDeb(deb).filter((path) => !isLeftOut(path))
  expect(installed.filter((path) => !existsSync(path))).toEqual([])
  apt('remove', name)
  expect(installed.filter((path) => existsSync(path))).toEqual([])
  expect(remains()).toEqual([])
  const registered = output('xdg-mime', ['query', 'default', 'x-scheme-handler/fleep-settings'], computer.env)
  expect(registered.trim()).toBe('')
  expect(JSON.parse(readFileSync(join(computer.dataFolder, 'remembered.json'), 'utf8'))).toMatchObject({
    accountId: expect.any(String),
  })
})
