/**
 * What every command needs before it can run, on a machine where nothing is set up. Uses Node alone, since it runs
 * before the npm packages are there.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(fileURLToPath(import.meta.url), '../..')
const isLinux = process.platform === 'linux'
/** Chromium's sandbox does not work for root on Linux. */
export const isLinuxRoot = isLinux && process.getuid?.() === 0

/** Programs and the Debian packages that bring them. */
const packageOf = {
  chromium: 'chromium',
  'dbus-daemon': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  'secret-tool': 'libsecret-tools',
  'xvfb-run': 'xvfb',
}
/** What Electron's own binary and keytar link to, and a font that is made for screens. */
const libraries = ['libsecret-1-0', 'fonts-cantarell']
const electronLibraries = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'xauth']

/**
 * Runs a program and shows what it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, timeout?: number }} [options]
 * @returns {boolean} whether it ended well
 */
export function run(command, args, { quiet = false, env = process.env, timeout } = {}) {
  const stdio = quiet ? 'ignore' : 'inherit'
  const shell = process.platform === 'win32'
  const { status } = spawnSync(command, args, { cwd: root, stdio, env, shell, ...(timeout ? { timeout } : {}) })
  return status === 0
}

/**
 * Runs a program of the project's own packages until it ends or this one is told to end; sets the exit code by it.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {Host} host
 */
export async function runToTheEnd(program, args, host) {
  const [command, all] = onSomeDisplay(bin(program), args, host)
  const child = spawn(command, all, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
}

/** @param {string} program */
export function bin(program) {
  return join(root, 'node_modules/.bin', program)
}

/**
 * Runs a program and ends this one with it if it fails.
 *
 * @param {string} command
 * @param {string[]} args
 */
export function mustRun(command, args) {
  if (!run(command, args)) fail(`${[command, ...args].join(' ')} failed.`)
}

/**
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  console.error(message)
  process.exit(1)
}

/** npm's own record of what it installed is newer than the lock file, unless something changed since. */
export function installPackages() {
  const record = join(root, 'node_modules/.package-lock.json')
  const isCurrent = existsSync(record) && statSync(record).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  if (!isCurrent) mustRun('npm', ['ci', '--no-audit', '--no-fund'])
}

/** @typedef {'electron' | 'stand-in'} Host */

/**
 * Electron's own binary where it is or can be fetched, else the stand-in.
 *
 * @returns {Host}
 */
export function findHost() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return 'stand-in'
  const pathFile = join(root, 'node_modules/electron/path.txt')
  // Without a network this fails at once; behind a silent firewall only the time limit ends it.
  if (!existsSync(pathFile)) {
    run(process.execPath, [join(root, 'node_modules/electron/install.js')], { quiet: true, timeout: 90_000 })
  }
  if (existsSync(pathFile)) return 'electron'
  process.env.ELECTRON_OVERRIDE_DIST_PATH = join(root, 'out/electron-stand-in')
  console.log('Electron’s binary is not here and could not be fetched: running on the stand-in, with Chromium.')
  return 'stand-in'
}

/** Whether a window would be seen by anybody. */
export function hasDisplay() {
  return !isLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * Installs what is missing where that is allowed; says exactly what to install elsewhere.
 *
 * @param {Host} host
 * @param {{ needsKeyring: boolean }} needs
 */
export function installSystemPackages(host, { needsKeyring }) {
  if (!isLinux) return
  const programs = [
    ...(host === 'stand-in' && !process.env.CHROMIUM ? ['chromium'] : []),
    ...(host === 'electron' && !hasDisplay() ? ['xvfb-run'] : []),
    ...(needsKeyring ? ['dbus-daemon', 'gnome-keyring-daemon', 'secret-tool'] : []),
  ]
  const missingPrograms = programs.filter((name) => !isOnPath(name))
  const isDebian = isOnPath('dpkg-query')
  const wantedLibraries = [...libraries, ...(host === 'electron' ? electronLibraries : [])]
  const missingLibraries = isDebian ? wantedLibraries.filter((name) => !isInstalled(name)) : []
  const packages = [
    ...missingPrograms.map((name) => packageOf[/** @type {keyof typeof packageOf} */ (name)]),
    ...missingLibraries,
  ]
  if (packages.length === 0) return
  if (isDebian && isLinuxRoot) {
    console.log(`Installing ${packages.join(', ')} …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['-qq', 'update'], { quiet: true, env })
    const install = ['-qq', 'install', '-y', '--no-install-recommends', ...packages]
    if (run('apt-get', install, { quiet: true, env })) return
  }
  const advice = isDebian
    ? `sudo apt-get install --no-install-recommends ${packages.join(' ')}`
    : `your system’s packages with the programs ${missingPrograms.join(', ')}`
  // A missing font or library is a pity, or shows by itself; a missing program means that nothing can start.
  if (missingPrograms.length > 0) fail(`This needs programs that are not installed. Install: ${advice}`)
  console.log(`For the best result, install: ${advice}`)
}

/** Both take seconds, so that what runs is always what the sources say. */
export function build() {
  mustRun(bin('electron-vite'), ['build', '--logLevel', 'warn'])
  mustRun(bin('tsx'), ['test/electron-stand-in/build.mts'])
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Host} host
 * @returns {[string, string[]]} the same, on a display of its own where Electron needs one and there is none
 */
export function onSomeDisplay(command, args, host) {
  return host === 'electron' && !hasDisplay() ? ['xvfb-run', ['-a', command, ...args]] : [command, args]
}

/** @param {string} program */
function isOnPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => existsSync(join(folder, program)))
}

/** @param {string} name a Debian package; in newer releases some carry t64 at their end */
function isInstalled(name) {
  return [name, `${name}t64`].some((candidate) => {
    const { stdout } = spawnSync('dpkg-query', ['--show', `--showformat=\${db:Status-Status}`, candidate], {
      encoding: 'utf8',
    })
    return stdout === 'installed'
  })
}
