import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { buildPackages, desktopEntry, filesOfDeb, missing, output, type Packages, program } from './packages'

const programs = ['dpkg-deb', 'rpmbuild', 'rpm', 'lintian', 'desktop-file-validate', 'appstreamcli']
const missingPrograms = missing(programs)
test.skip(process.platform !== 'linux', 'builds Linux packages')
test.skip(missingPrograms.length > 0, `needs ${missingPrograms.join(', ')}`)
// In one worker, as the packages are built once for all tests.
test.describe.configure({ mode: 'default' })

/** Modules of a dependency of electron-builder. */
const ofElectronBuilder = createRequire(createRequire(__filename).resolve('electron-builder'))

let folder = ''
let packages: Packages
/** What the Debian package contains. */
let content = ''

test.beforeAll(async () => {
  test.setTimeout(300_000)
  folder = mkdtempSync(join(tmpdir(), 'packages-'))
  packages = await buildPackages(join(folder, 'dist'))
  content = join(folder, 'content')
  output('dpkg-deb', ['--extract', packages.deb, content])
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the build prints no warning, and the list of updates names its files, which have no spaces', () => {
  // electron-builder prints its name, and steps with "•". A warning has a reason.
  expect(packages.output.split('\n').filter((line) => /reason=(?!npmRebuild)|⨯|deprecated/.test(line))).toEqual([])
  const names = [basename(packages.deb), basename(packages.rpm)]
  for (const file of names) expect(file).toMatch(/^fleep-settings-\d+\.\d+\.\d+-linux-\w+\.(deb|rpm)$/)
  const listing = readFileSync(join(folder, 'dist/latest-linux.yml'), 'utf8')
  expect([...listing.matchAll(/- url: (.*)/g)].map(([, url]) => url)).toEqual(names)
})

test('the stand-in for fpm refuses what fpm refuses', () => {
  const fpm = (...args: string[]) => spawnSync(resolve('test/installed/fpm.mjs'), args, { encoding: 'utf8' }).stderr
  const scripts = ['--after-install', 'LICENSE', '--after-remove', 'LICENSE']
  const deb = ['-s', 'dir', '-t', 'deb', '--package', join(folder, 'x.deb'), ...scripts]
  expect(fpm('--depend=x')).toContain("Unrecognised option '--depend'")
  expect(fpm('-t')).toContain("option '-t': no value provided")
  expect(fpm(...deb, '--rpm-summary=x')).toContain('does not belong to a deb')
  expect(fpm(...deb, '--after-remove', 'nowhere')).toContain('No such file (for --after-remove)')
  expect(fpm(...deb, 'nowhere=/usr/bin/x')).toContain("Cannot package the path 'nowhere', does it exist?")
  expect(fpm(...deb, '--package', packages.deb)).toContain('File already exists')
})

test('lintian finds no error in the Debian package', () => {
  test.setTimeout(120_000)
  const report = output('lintian', ['--allow-root', '--no-cfg', '--fail-on', 'none', packages.deb])
  const errors = report.split('\n').filter((line) => line.startsWith('E:'))
  // The stand-in is a script for Node, which is no package of the app.
  const ofStandIn = /missing-dep-for-interpreter node .*fleep-settings\/?\]?/
  expect(errors.filter((line) => !ofStandIn.test(line))).toEqual([])
})

test('the packages name their maintainer, their homepage and a section', () => {
  const field = (name: string) => output('dpkg-deb', ['--field', packages.deb, name]).trim()
  expect(field('Maintainer')).toBe('Nobody <nobody@meadow.example>')
  expect(field('Homepage')).toBe('https://fleep.io')
  expect(field('Section')).toBe('net')
  expect(output('rpm', ['-qp', '--queryformat', '%{PACKAGER} %{URL}', packages.rpm])).toBe(
    'Nobody <nobody@meadow.example> https://fleep.io',
  )
})

test('the packages depend on what Electron, keytar and links need', () => {
  // electron-builder's own list, which ours replaces.
  const { default: FpmTarget } = ofElectronBuilder('app-builder-lib/out/targets/FpmTarget')
  const defaults = (target: string): string[] => FpmTarget.prototype.getDefaultDepends(target)
  const needed = {
    // Source of libgbm and libasound: the libraries that Electron's binary names (ldd).
    deb: [...defaults('deb'), 'libgbm1', 'libasound2', 'libasound2t64', 'libc6', 'libstdc++6', 'desktop-file-utils'],
    rpm: [...defaults('rpm'), 'mesa-libgbm', 'alsa-lib', 'libsecret', 'desktop-file-utils'],
  }
  const depends = {
    deb: output('dpkg-deb', ['--field', packages.deb, 'Depends']),
    rpm: output('rpm', ['-qp', '--requires', packages.rpm]),
  }
  for (const kind of ['deb', 'rpm'] as const) {
    const words = new Set(depends[kind].split(/[\s,|()]+/))
    const names = needed[kind].flatMap((dependency) => dependency.split(/[\s()]+|\bor\b/)).filter(Boolean)
    expect(names.filter((name) => !words.has(name))).toEqual([])
  }
})

test('both packages install the same files, apart from where a distribution keeps its documents', () => {
  const isDocument = /^\/usr\/share\/(doc|licenses|lintian|zsh)\//
  const files = (list: string[]) => list.filter((path) => !isDocument.test(path)).sort()
  const folders = output('rpm', ['-qp', '--queryformat', '[%{FILEMODES:perms} %{FILENAMES}\n]', packages.rpm])
  const inRpm = folders.split('\n').filter((line) => line && !line.startsWith('d'))
  expect(files(inRpm.map((line) => line.slice(line.indexOf('/'))))).toEqual(files(filesOfDeb(packages.deb)))
  expect(files(filesOfDeb(packages.deb))).toEqual(
    expect.arrayContaining([
      program,
      desktopEntry,
      '/usr/bin/fleep-settings',
      '/usr/share/man/man1/fleep-settings.1.gz',
    ]),
  )
})

test('the desktop entry is valid, and belongs to the window that Electron opens', () => {
  const file = join(content, desktopEntry)
  expect(output('desktop-file-validate', ['--warn-kde', file])).toBe('')
  const { desktopName, productName } = JSON.parse(readFileSync('package.json', 'utf8'))
  const lines = readFileSync(file, 'utf8').split('\n')
  expect(basename(file)).toBe(desktopName)
  expect(lines).toEqual(
    expect.arrayContaining([
      `Name=${productName}`,
      `Exec="${program}" %U`,
      // Source: Electron's shell/browser/native_window_views.cc, where the class is the desktop name without its ending.
      `StartupWMClass=${basename(desktopName, '.desktop')}`,
      'Icon=fleep-settings',
      'MimeType=x-scheme-handler/fleep-settings;',
    ]),
  )
})

test('the description for software centers is valid', () => {
  const file = join(content, 'usr/share/metainfo/io.fleep.settings.metainfo.xml')
  const report = output('appstreamcli', ['validate', '--no-net', '--pedantic', '--explain', file])
  // Versions before 1.0 do not know this element, which later ones and Flathub want.
  const lines = report.split('\n').filter((line) => /^[EWIP]: /.test(line) && !line.endsWith('unknown-tag developer'))
  expect(lines).toEqual([])
})

test('an rpm is installed and removed, and leaves nothing', () => {
  const root = join(folder, 'root')
  mkdirSync(join(root, 'var/lib/rpm'), { recursive: true })
  // Debian's system has neither the dependencies by their names in rpm nor, in the empty root, a shell for the scripts.
  const rpm = (...args: string[]) => output('rpm', ['--root', root, '--nodeps', '--noscripts', ...args])
  rpm('--install', packages.rpm)
  expect(existsSync(join(root, program))).toBe(true)
  expect(output('rpm', ['--root', root, '--verify', '--nodeps', '--noscripts', 'fleep-settings'])).toBe('')
  rpm('--erase', 'fleep-settings')
  expect(output('find', [join(root, 'opt'), join(root, 'usr'), '-not', '-type', 'd'])).toBe('')
  expect(existsSync(join(root, 'opt/Fleep Settings'))).toBe(false)
})

/** The AppArmor profile that after-install.sh copies, with stand-ins for AppArmor's programs. */
function runScript(kind: 'postinst' | 'postrm', argument: string, workspace: string): void {
  const bin = join(workspace, 'bin')
  mkdirSync(bin, { recursive: true })
  mkdirSync(join(workspace, 'etc/apparmor.d'), { recursive: true })
  for (const name of ['apparmor_status', 'apparmor_parser']) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho ${name} "$@" >>'${workspace}/calls'\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const script = output('dpkg-deb', ['--info', packages.deb, kind])
  const here = script.replaceAll('/etc/', `${workspace}/etc/`).replaceAll('/opt/', `${content}/opt/`)
  output('sh', ['-c', here, kind, argument], { ...process.env, PATH: `${bin}:${process.env.PATH}` })
}

test('the AppArmor profile survives an upgrade in the order of dpkg and of rpm, and goes with the app', () => {
  for (const [name, arguments_] of Object.entries({
    // dpkg: the old version's postrm, then the new one's postinst. rpm: the other way around.
    dpkg: {
      install: 'configure',
      upgrade: [
        ['postrm', 'upgrade'],
        ['postinst', 'configure'],
      ],
      remove: 'remove',
    },
    rpm: {
      install: '1',
      upgrade: [
        ['postinst', '2'],
        ['postrm', '1'],
      ],
      remove: '0',
    },
  } as const)) {
    const workspace = join(folder, name)
    const profile = join(workspace, 'etc/apparmor.d/fleep-settings')
    runScript('postinst', arguments_.install, workspace)
    expect(readFileSync(profile, 'utf8')).toContain('userns,')
    for (const [kind, argument] of arguments_.upgrade) runScript(kind, argument, workspace)
    expect(existsSync(profile), name).toBe(true)
    runScript('postrm', arguments_.remove, workspace)
    expect(existsSync(profile), name).toBe(false)
  }
})
