#!/usr/bin/env node
/**
 * Stands in for fpm, which electron-builder downloads, where it cannot be downloaded (CUSTOM_FPM_PATH names this file).
 * It reads the options of fpm that electron-builder.yml and FpmTarget of app-builder-lib use, refuses any other, and builds
 * with dpkg-deb and rpmbuild. Source of what each option does, and of the two packages' layouts: fpm's lib/fpm/command.rb,
 * lib/fpm/package/{dir,deb,rpm}.rb and templates/{deb,rpm}.erb.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

/** How often an option may be given; `flag` has no value. An option of one kind of package is refused for the other. */
const known = /** @type {Record<string, 'once' | 'many' | 'flag'>} */ ({
  '-s': 'once',
  '-t': 'once',
  '-d': 'many',
  '--force': 'flag',
  '--architecture': 'once',
  '--after-install': 'once',
  '--after-remove': 'once',
  '--description': 'once',
  '--version': 'once',
  '--package': 'once',
  '--name': 'once',
  '--maintainer': 'once',
  '--vendor': 'once',
  '--url': 'once',
  '--category': 'once',
  '--license': 'once',
  '--directories': 'many',
  '--deb-compression': 'once',
  '--deb-priority': 'once',
  '--deb-recommends': 'many',
  '--deb-upstream-changelog': 'once',
  '--rpm-os': 'once',
  '--rpm-compression': 'once',
  '--rpm-summary': 'once',
  '--rpm-digest': 'once',
  '--rpm-rpmbuild-define': 'many',
})

/** @type {Map<string, string[]>} */
const options = new Map()
/** @type {string[]} */
const inputs = []
readArguments(process.argv.slice(2))

/** @param {string[]} args */
function readArguments(args) {
  const rest = [...args]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      inputs.push(word)
      continue
    }
    const [, name = word, attached] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? []
    const kind = known[name]
    if (!kind) refuse(`Unrecognised option '${name}'`)
    if (kind === 'flag') {
      if (attached !== undefined) refuse(`option '${name}' takes no value`)
      options.set(name, [])
      continue
    }
    const value = attached ?? rest.shift()
    if (value === undefined) refuse(`option '${name}': no value provided`)
    options.set(name, kind === 'many' ? [...(options.get(name) ?? []), value] : [value])
  }
}

/**
 * @param {string} reason
 * @returns {never}
 */
function refuse(reason) {
  process.stderr.write(`ERROR: ${reason}\n`)
  process.exit(1)
}

/**
 * @param {string} name
 * @returns {string}
 */
function required(name) {
  return options.get(name)?.[0] ?? refuse(`option '${name}' is missing`)
}

/** @param {string} name */
function all(name) {
  return options.get(name) ?? []
}

const type = required('-t')
if (required('-s') !== 'dir') refuse('only -s dir is supported')
if (type !== 'deb' && type !== 'rpm') refuse(`-t ${type} is not supported`)
for (const name of options.keys()) {
  const other = type === 'deb' ? '--rpm-' : '--deb-'
  if (name.startsWith(other)) refuse(`option '${name}' does not belong to a ${type}`)
}
const output = resolve(required('--package'))
if (!existsSync(dirname(output))) refuse(`Parent directory does not exist: ${dirname(output)}`)
if (existsSync(output) && !options.has('--force')) refuse(`File already exists: ${output}`)
const [afterInstall, afterRemove] = ['--after-install', '--after-remove'].map((name) => {
  const path = resolve(required(name))
  return existsSync(path) ? readFileSync(path, 'utf8') : refuse(`No such file (for ${name}): ${path}`)
})

const work = mkdtempSync(join(tmpdir(), 'fpm-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
const staging = join(work, 'staging')
mkdirSync(staging, { mode: 0o755 })
for (const input of inputs) stage(input)
if (type === 'deb') buildDeb()
else buildRpm()

/**
 * Copies `source=destination` into the package: a folder with `/` at its end by its content, symbolic links as they are.
 *
 * @param {string} input
 */
function stage(input) {
  const at = input.indexOf('=')
  if (at < 1) refuse(`an input without '=' is not supported: ${input}`)
  const source = input.slice(0, at)
  const target = join(staging, input.slice(at + 1))
  if (!lstatSync(source, { throwIfNoEntry: false })) refuse(`Cannot package the path '${source}', does it exist?`)
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 })
  const isFolder = lstatSync(source).isDirectory()
  if (isFolder && !source.endsWith('/')) refuse(`a folder without '/' at its end is not supported: ${source}`)
  cpSync(source, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  keepModes(source, target)
}

/**
 * Copies modes, which the umask changed.
 *
 * @param {string} source
 * @param {string} target
 */
function keepModes(source, target) {
  const { mode } = lstatSync(source)
  if (lstatSync(source).isSymbolicLink()) return
  chmodSync(target, mode & 0o7777)
  if (!statSync(source).isDirectory()) return
  for (const name of readdirSync(source)) keepModes(join(source, name), join(target, name))
}

/** Every path of the package, without the leading `/`. */
function pathsInside() {
  return readdirSync(staging, { recursive: true, withFileTypes: true })
    .map((entry) => ({ path: relative(staging, join(entry.parentPath, entry.name)), entry }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function buildDeb() {
  const name = required('--name')
  const version = required('--version')
  if (!/^\d[A-Za-z0-9+~.-]*$/.test(version)) refuse(`The version looks invalid for Debian packages: ${version}`)
  const compression = required('--deb-compression')
  if (!['gz', 'bzip2', 'xz', 'zst', 'none'].includes(compression)) refuse(`deb compression '${compression}' is invalid`)
  writeDebChangelogs(name, version)
  const files = pathsInside().filter(({ entry }) => entry.isFile())
  const bytes = files.reduce((sum, { path }) => sum + statSync(join(staging, path)).size, 0)
  const control = join(staging, 'DEBIAN')
  mkdirSync(control, { mode: 0o755 })
  /**
   * @param {string} file
   * @param {string} content
   * @param {number} [mode]
   */
  const write = (file, content, mode = 0o644) => {
    writeFileSync(join(control, file), content)
    chmodSync(join(control, file), mode)
  }
  const md5 = (/** @type {string} */ path) =>
    createHash('md5')
      .update(readFileSync(join(staging, path)))
      .digest('hex')
  write('md5sums', files.map(({ path }) => `${md5(path)}  ${path}\n`).join(''))
  const configuration = files.filter(({ path }) => path.startsWith('etc/'))
  if (configuration.length > 0) write('conffiles', configuration.map(({ path }) => `/${path}\n`).join(''))
  write('postinst', afterInstall ?? '', 0o755)
  write('postrm', afterRemove ?? '', 0o755)
  const [firstLine = '', ...lines] = required('--description').split('\n')
  const fields = [
    ['Package', name],
    ['Version', version],
    ['License', required('--license')],
    ['Vendor', required('--vendor')],
    ['Architecture', { x86_64: 'amd64', aarch64: 'arm64' }[required('--architecture')] ?? required('--architecture')],
    ['Maintainer', required('--maintainer')],
    ['Installed-Size', String(Math.floor(bytes / 1024))],
    ['Depends', all('-d').map(debDependency).join(', ')],
    ['Recommends', all('--deb-recommends').map(debDependency).join(', ')],
    // fpm's default is "none".
    ['Section', options.get('--category')?.[0] ?? 'none'],
    ['Priority', required('--deb-priority')],
    ['Homepage', required('--url')],
    ['Description', [firstLine, ...lines.map((line) => (line.trim() ? ` ${line}` : ' .'))].join('\n')],
  ]
  write('control', fields.map(([field, value]) => (value ? `${field}: ${value}\n` : '')).join(''))
  const level = compression === 'xz' ? ['-z3'] : []
  run('dpkg-deb', [
    '--root-owner-group',
    `-Z${compression === 'gz' ? 'gzip' : compression}`,
    ...level,
    '--build',
    staging,
    output,
  ])
}

/**
 * As fpm writes a dependency, with its corrections.
 *
 * @param {string} dependency
 */
function debDependency(dependency) {
  const [name, operator, version] = dependency.split(/ +/)
  const isWhole = /[(,|]/.test(dependency)
  const whole = isWhole || !version ? dependency : `${name} (${operator} ${version})`
  return whole.replace(/^[^ (]+/, (word) => word.toLowerCase()).replaceAll('_', '-')
}

/**
 * The changelog that fpm writes about the package, and the one of the app.
 *
 * @param {string} name
 * @param {string} version
 */
function writeDebChangelogs(name, version) {
  const folder = join(staging, 'usr/share/doc', name)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const date = new Date().toUTCString().replace('GMT', '+0000')
  const own = `${name} (${version}) whatever; urgency=medium\n\n  * Package created with FPM.\n\n -- ${required('--maintainer')}  ${date}\n`
  const upstream = options.get('--deb-upstream-changelog')?.[0]
  if (upstream) writeFileSync(join(folder, 'changelog.gz'), gzipSync(readFileSync(upstream), { level: 9 }))
  writeFileSync(join(folder, upstream ? 'changelog.Debian.gz' : 'changelog.gz'), gzipSync(own, { level: 9 }))
}

function buildRpm() {
  const compressions = { none: 'w0.gzdio', xz: 'w9.xzdio', xzmt: 'w9T.xzdio', gzip: 'w9.gzdio', bzip2: 'w9.bzdio' }
  const payload = compressions[/** @type {keyof typeof compressions} */ (required('--rpm-compression'))]
  if (!payload) refuse('Unknown compression type')
  const digests = { md5: 1, sha1: 2, sha256: 8, sha384: 9, sha512: 10 }
  const digest = digests[/** @type {keyof typeof digests} */ (options.get('--rpm-digest')?.[0] ?? 'md5')]
  if (!digest) refuse('Unknown digest algorithm')
  const name = required('--name')
  const architecture = { amd64: 'x86_64', arm64: 'aarch64' }[required('--architecture')] ?? required('--architecture')
  const paths = pathsInside()
  const folders = all('--directories').flatMap((folder) => {
    const inside = relative('/', folder)
    if (!existsSync(join(staging, inside))) refuse(`${folder} is not in the package`)
    return paths.filter(({ path, entry }) => entry.isDirectory() && `${path}/`.startsWith(`${inside}/`))
  })
  const description = required('--description')
  const spec = `${['prep', 'build', 'install', 'clean'].map((step) => `%define __spec_${step}_post true\n%define __spec_${step}_pre true`).join('\n')}
%define _binaries_in_noarch_packages_terminate_build 0
%define _binary_filedigest_algorithm ${digest}
%define _binary_payload ${payload}

Name: ${name}
Version: ${required('--version')}
Release: 1
Summary: ${options.get('--rpm-summary')?.[0] ?? description.split('\n').find((line) => line.trim()) ?? '_'}
AutoReqProv: no
BuildRoot: %buildroot
Group: ${options.get('--category')?.[0] ?? 'none'}
License: ${required('--license')}
Vendor: ${required('--vendor')}
URL: ${required('--url')}
Packager: ${required('--maintainer')}
${all('-d')
  .map((dependency) => `Requires: ${dependency}\n`)
  .join('')}
%description
${description.replace(/^\s*$/gm, ' .')}

%prep
%build
%install
%clean

%post
${afterInstall}
%postun
${afterRemove}
%files
%defattr(-,root,root,-)
${folders.map(({ path }) => `%dir ${specPath(path)}\n`).join('')}${paths
  .filter(({ entry }) => !entry.isDirectory())
  .map(({ path }) => `${specPath(path)}\n`)
  .join('')}
`
  const top = join(work, 'rpm')
  for (const folder of ['BUILD', 'RPMS', 'SRPMS', 'SOURCES', 'SPECS']) mkdirSync(join(top, folder), { recursive: true })
  cpSync(staging, join(top, 'BUILD'), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  keepModes(staging, join(top, 'BUILD'))
  const specFile = join(top, 'SPECS', `${name}.spec`)
  writeFileSync(specFile, spec)
  const defines = [
    `buildroot ${top}/BUILD`,
    `_topdir ${top}`,
    `_sourcedir ${top}`,
    `_rpmdir ${top}/RPMS`,
    `_tmppath ${tmpdir()}`,
    ...all('--rpm-rpmbuild-define'),
  ]
  const target = `${architecture}-unknown-${options.get('--rpm-os')?.[0] ?? 'linux'}`
  const define = defines.flatMap((definition) => ['--define', definition])
  run('rpmbuild', ['-bb', '--target', target, '--buildroot', `${top}/BUILD`, ...define, specFile])
  const built = readdirSync(join(top, 'RPMS'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.rpm'),
  )
  for (const path of built) copyFileSync(join(top, 'RPMS', path), output)
}

/**
 * rpmbuild reads the list of files by words and patterns.
 *
 * @param {string} path
 */
function specPath(path) {
  return `/${path}`.replace(/[ \t]/g, '?').replace(/[%$*]/g, '[$&]')
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    const { stderr = '' } = /** @type {{ stderr?: Buffer | string }} */ (error)
    refuse(`${program} failed: ${stderr}`)
  }
}
