import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'

export const name = 'fleep-settings'
export const program = `/opt/Fleep Settings/${name}`
export const desktopEntry = `/usr/share/applications/${name}.desktop`

const run = promisify(execFile)

export interface Packages {
  deb: string
  rpm: string
  /** What the build printed. */
  output: string
}

/** Builds the Linux packages as a release does, after `npm run build`; with the stand-in if Electron's binary is not available. */
export async function buildPackages(folder: string, kinds: ('deb' | 'rpm')[] = ['deb', 'rpm']): Promise<Packages> {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const options = [`-c.directories.output=${folder}`, ...(dist ? [`-c.electronDist=${dist}`] : [])]
  const env = {
    ...process.env,
    UPDATE_FEED: 'https://updates.example',
    MAINTAINER: 'Nobody <nobody@meadow.example>',
    // fpm itself where it is, as in a release; electron-builder would download it.
    ...(dist ? { CUSTOM_FPM_PATH: resolve('test/installed/fpm.mjs') } : {}),
  }
  const builder = resolve('node_modules/electron-builder/cli.js')
  const args = [builder, '--linux', ...kinds, '--publish=never', ...options]
  const { stdout, stderr } = await run(process.execPath, args, { env })
  const find = (ending: string) => join(folder, readdirSync(folder).find((file) => file.endsWith(ending)) ?? '')
  return { deb: find('.deb'), rpm: find('.rpm'), output: stdout + stderr }
}

/** @returns which of the programs are not on the PATH */
export function missing(programs: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return programs.filter((file) => !folders.some((folder) => existsSync(join(folder, file))))
}

/** Runs a program to its end. @returns its output, both streams @throws unless its exit code is 0 */
export function output(file: string, args: string[], env: NodeJS.ProcessEnv = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    timeout: 150_000,
  })
  if (status !== 0) throw error ?? new Error(`${file} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout + stderr
}

/** Installs or removes Debian packages. Waits for other programs that install something. */
export function apt(...args: string[]): void {
  const options = ['-qq', '-y', '--no-install-recommends', '--allow-downgrades', '-o', 'DPkg::Lock::Timeout=120']
  output('apt-get', [...options, ...args], { ...process.env, DEBIAN_FRONTEND: 'noninteractive' })
}

/** @returns the names of the Debian packages that are installed */
export function installedPackages(): Set<string> {
  const lines = output('dpkg-query', ['--list']).split('\n')
  return new Set(lines.flatMap((line) => /^ii\s+(\S+)/.exec(line)?.[1] ?? []))
}

/** @returns whether dpkg leaves this path of a package out, as in small container images. They have a line for each folder. */
export function isLeftOut(path: string): boolean {
  const folder = '/etc/dpkg/dpkg.cfg.d'
  const files = existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : []
  const lines = ['/etc/dpkg/dpkg.cfg', ...files].flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  const last = lines.findLast((line) => {
    const [, pattern] = /^path-(?:in|ex)clude[= ](.+)$/.exec(line) ?? []
    // Source: dpkg(1), "--path-exclude": * also stands for slashes.
    const expression = pattern?.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*')
    return expression !== undefined && new RegExp(`^${expression}$`).test(path)
  })
  return last?.startsWith('path-exclude') ?? false
}

/** @returns the paths in a Debian package, without folders */
export function filesOfDeb(deb: string): string[] {
  const lines = output('dpkg-deb', ['--contents', deb]).trim().split('\n')
  const paths = lines.map((line) => /\d\d:\d\d \.(\/.*?)(?: -> .*)?$/.exec(line)?.[1] ?? '')
  return paths.filter((path) => path !== '' && !path.endsWith('/')).sort()
}
