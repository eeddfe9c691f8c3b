/**
 * Sets up everything a script needs, on a machine where nothing is installed. Uses only Node's own modules, because it
 * runs before the npm packages are installed. It prints to standard error, so that standard output holds only what the
 * started program prints.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The program that runs the app: Electron's own binary, or the stand-in from test/electron-stand-in where the binary
 * cannot be downloaded.
 *
 * @typedef {'electron' | 'stand-in'} Host
 */

/**
 * What is used on Linux besides the app: a keyring, as by the tests and the demo, a screen reader's bus and other displays,
 * and tools for packages.
 *
 * @typedef {{ needsKeyring: boolean, needsDisplays?: boolean, needsPackaging?: boolean }} Needs
 */

export const root = resolve(fileURLToPath(import.meta.url), '../..')
const isLinux = process.platform === 'linux'
/** Chromium's sandbox does not work for root on Linux. */
export const isLinuxRoot = isLinux && process.getuid?.() === 0

/** Programs, and the Debian package of each. */
const packageOf = {
  chromium: 'chromium',
  'dbus-daemon': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  'secret-tool': 'libsecret-tools',
  'xvfb-run': 'xvfb',
}
/** A library that keytar links to, and a font made for screens. */
const libraries = ['libsecret-1-0', 'fonts-cantarell']
/** What the tests of a screen reader and of displays need. They are skipped without them. */
const displayPackages = ['at-spi2-core', 'weston', 'xdotool', 'xvfb']
/** What the tests of the Linux packages build, check and install them with. They are skipped without. */
const packagingPackages = ['appstream', 'desktop-file-utils', 'libglib2.0-bin', 'lintian', 'man-db', 'rpm', 'xdg-utils']
/** Libraries that Electron's binary links to, and a program that xvfb-run needs. */
const electronLibraries = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'xauth']

/**
 * Installs the npm packages and system packages that are missing.
 *
 * @param {Needs} needs
 * @returns {Host}
 */
export function prepare(needs) {
  // Chromium takes an X display without it, even where there is only a Wayland display.
  if (process.env.WAYLAND_DISPLAY && !process.env.DISPLAY) process.env.XDG_SESSION_TYPE = 'wayland'
  installPackages()
  const host = findHost()
  installSystemPackages(host, needs)
  return host
}

/**
 * Builds the app, and the stand-in if that is what runs it. Takes a few seconds, so every script builds before it runs.
 *
 * @param {Host} host
 */
export function build(host) {
  buildApp()
  if (host === 'stand-in') buildStandIn()
}

export function buildApp() {
  runStepOrExit(bin('electron-vite'), ['build', '--logLevel', 'warn'])
  runStepOrExit(bin('tsx'), ['scripts/linux-files.mts'])
}

export function buildStandIn() {
  runStepOrExit(bin('tsx'), ['test/electron-stand-in/build.mts'])
}

/**
 * Runs a program and passes on everything it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {boolean} whether its exit code is 0
 */
export function run(command, args, { env = process.env } = {}) {
  return spawnSync(...asProcess(command, args), { cwd: root, stdio: 'inherit', env }).status === 0
}

/**
 * Runs a program until it ends, or until this process is told to end. Exits with its exit code.
 *
 * @param {string} command
 * @param {string[]} args
 */
export async function runInForeground(command, args) {
  const child = spawn(...asProcess(command, args), { cwd: root, stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
}

/**
 * @param {string} program of the npm package with the same name
 * @returns {string} the path of its script
 */
export function bin(program) {
  const folder = join(root, 'node_modules', program)
  const { bin: scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof scripts === 'string' ? scripts : scripts[program])
}

/**
 * How a program is started without a shell, which would split paths at their spaces. On Windows, npm and the commands of
 * packages are batch files, which only a shell can start; so their scripts are run with Node.
 *
 * @param {string} command a program, or a script for Node
 * @param {string[]} args
 * @returns {[program: string, args: string[]]}
 */
function asProcess(command, args) {
  if (/\.[cm]?js$/.test(command)) return [process.execPath, [command, ...args]]
  if (command !== 'npm' || process.platform !== 'win32') return [command, args]
  // npm is installed beside Node there. Where it is not, npm itself names its script.
  const besideNode = join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js')
  return [process.execPath, [existsSync(besideNode) ? besideNode : (process.env.npm_execpath ?? besideNode), ...args]]
}

/**
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  log(message)
  process.exit(1)
}

/** @param {string} message */
export function log(message) {
  console.error(message)
}

/**
 * Runs `npm ci`, unless npm's record of what it installed is newer than the lock file.
 *
 * @param {string} [folder] of the package.json, from the root
 */
export function installPackages(folder = '.') {
  const record = join(root, folder, 'node_modules/.package-lock.json')
  const lockFile = join(root, folder, 'package-lock.json')
  const isCurrent = existsSync(record) && statSync(record).mtimeMs >= statSync(lockFile).mtimeMs
  // With a log level of its own, so that `npm start --silent` hides no error here.
  if (!isCurrent) runStepOrExit('npm', ['ci', '--prefix', folder, '--loglevel=warn'])
}

/**
 * Finds the program that runs the app, and tells Electron's package if it is the stand-in.
 *
 * @returns {Host}
 */
export function findHost() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return 'stand-in'
  const pathFile = join(root, 'node_modules/electron/path.txt')
  // Without a network the download fails immediately; behind a firewall that drops packets, only the time limit ends it.
  if (!existsSync(pathFile)) {
    runStep(join(root, 'node_modules/electron/install.js'), [], { quiet: true, timeout: 90_000 })
  }
  if (existsSync(pathFile)) return 'electron'
  process.env.ELECTRON_OVERRIDE_DIST_PATH = join(root, 'out/electron-stand-in')
  log('Electron’s binary could not be downloaded, so the app runs on the stand-in, with Chromium.')
  return 'stand-in'
}

/** Whether there is a display on which a person can see a window. */
export function hasDisplay() {
  return !isLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * Adds a virtual display to a command if Electron needs one and there is none.
 *
 * @param {Host} host
 * @param {string} command
 * @param {string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function withDisplay(host, command, args) {
  if (host !== 'electron' || hasDisplay()) return [command, args]
  const [program, programArgs] = asProcess(command, args)
  return ['xvfb-run', ['-a', program, ...programArgs]]
}

/**
 * Installs missing system packages on Debian and Ubuntu as root. Elsewhere it says what to install, and exits if the app
 * cannot start without it.
 *
 * @param {Host} host
 * @param {Needs} needs
 */
function installSystemPackages(host, { needsKeyring, needsDisplays = false, needsPackaging = false }) {
  if (!isLinux) return
  const programs = [
    ...(host === 'stand-in' && !process.env.CHROMIUM ? ['chromium'] : []),
    ...(host === 'electron' && !hasDisplay() ? ['xvfb-run'] : []),
    ...(needsKeyring ? ['dbus-daemon', 'gnome-keyring-daemon', 'secret-tool'] : []),
  ]
  const missingPrograms = programs.filter((name) => !isOnPath(name))
  const isDebian = isOnPath('dpkg-query')
  const wantedLibraries = [
    ...libraries,
    ...(host === 'electron' ? electronLibraries : []),
    ...(needsDisplays ? displayPackages : []),
    ...(needsPackaging ? packagingPackages : []),
  ]
  const missingLibraries = isDebian ? wantedLibraries.filter((name) => !isInstalled(name)) : []
  const packages = [
    ...missingPrograms.map((name) => packageOf[/** @type {keyof typeof packageOf} */ (name)]),
    ...missingLibraries,
  ]
  if (packages.length === 0) return
  if (isDebian && isLinuxRoot) {
    log(`Installing ${packages.join(', ')} …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    runStep('apt-get', ['-qq', 'update'], { quiet: true, env })
    const install = ['-qq', 'install', '-y', '--no-install-recommends', ...packages]
    if (runStep('apt-get', install, { quiet: true, env })) return
  }
  const advice = isDebian
    ? `sudo apt-get install --no-install-recommends ${packages.join(' ')}`
    : `the packages of your system that contain ${missingPrograms.join(', ')}`
  // A missing font only looks worse, and a missing library shows when the app starts. A missing program stops everything.
  if (missingPrograms.length > 0) fail(`Some programs are missing. Install: ${advice}`)
  log(`For the best result, install: ${advice}`)
}

/**
 * Runs a step of the set-up. It cannot read standard input, which is for the program that the script starts afterwards,
 * and what it prints goes to standard error.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, timeout?: number }} [options] the time limit is in milliseconds
 * @returns {boolean} whether its exit code is 0
 */
function runStep(command, args, { quiet = false, env = process.env, timeout } = {}) {
  const { status } = spawnSync(...asProcess(command, args), {
    cwd: root,
    stdio: quiet ? 'ignore' : ['ignore', process.stderr, process.stderr],
    env,
    ...(timeout ? { timeout } : {}),
  })
  return status === 0
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function runStepOrExit(command, args) {
  if (!runStep(command, args)) fail(`${[command, ...args].join(' ')} failed.`)
}

/** @param {string} program */
function isOnPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => existsSync(join(folder, program)))
}

/** @param {string} name a Debian package; newer releases append t64 to the names of some */
function isInstalled(name) {
  return [name, `${name}t64`].some((candidate) => {
    const { stdout } = spawnSync('dpkg-query', ['--show', `--showformat=\${db:Status-Status}`, candidate], {
      encoding: 'utf8',
    })
    return stdout === 'installed'
  })
}
