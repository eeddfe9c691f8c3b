import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import packageJson from '../../package.json'
import { fillManifests } from '../../scripts/manifests.mjs'

const { version, homepage } = packageJson
const project = 'https://code.example/meadow/fleep-settings'
const builder = parse(readFileSync('electron-builder.yml', 'utf8'))

/** The module of electron-builder's that names its files. */
const ofElectronBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const { expandMacro } = ofElectronBuilder('app-builder-lib/out/util/macroExpander')
const { Arch, getArtifactArchName } = ofElectronBuilder('builder-util')

/** The name that electron-builder gives to a file: PlatformPackager.expandArtifactNamePattern, with a pattern of the user. */
function artifactName(system: 'linux' | 'mac' | 'win', target: string, ending: string, arch: number): string {
  const pattern = builder[target]?.artifactName ?? builder[system]?.artifactName ?? builder.artifactName
  const appInfo = {
    version,
    name: packageJson.name,
    productName: builder.productName,
    sanitizedProductName: builder.productName,
    productFilename: builder.productName,
  }
  return expandMacro(pattern, getArtifactArchName(arch, ending), appInfo, { os: system, ext: ending }, true)
}

const names = {
  AppImage: artifactName('linux', 'appImage', 'AppImage', Arch.x64),
  deb: artifactName('linux', 'deb', 'deb', Arch.x64),
  rpm: artifactName('linux', 'rpm', 'rpm', Arch.x64),
  dmg: artifactName('mac', 'dmg', 'dmg', Arch.universal),
  zip: artifactName('mac', 'zip', 'zip', Arch.universal),
  exe: artifactName('win', 'nsis', 'exe', Arch.x64),
}
const sumOf = Object.fromEntries(Object.values(names).map((name, index) => [name, String(index + 1).repeat(64)]))
const sums = Object.entries(sumOf)
  .map(([name, sum]) => `${sum}  ${name}\n`)
  .join('')

test('the files of a release have names without spaces, each another one, with version, system and processor', () => {
  expect(names).toEqual({
    AppImage: `fleep-settings-${version}-linux-x86_64.AppImage`,
    deb: `fleep-settings-${version}-linux-amd64.deb`,
    rpm: `fleep-settings-${version}-linux-x86_64.rpm`,
    dmg: `fleep-settings-${version}-mac-universal.dmg`,
    zip: `fleep-settings-${version}-mac-universal.zip`,
    exe: `fleep-settings-${version}-win-x64-setup.exe`,
  })
})

test('an AppImage that is started from its menu entry keeps the sandbox', async () => {
  const { default: AppImageTarget } = ofElectronBuilder('app-builder-lib/out/targets/appimage/AppImageTarget')
  const packager = { platformSpecificBuildOptions: builder.linux, config: builder, appInfo: { buildVersion: version } }
  const target = new AppImageTarget('', packager, { computeDesktopEntry: (_options: object, exec: string) => exec }, '')
  expect(await target.desktopEntry.value).toBe('AppRun %U')
  // The tools of this version can be downloaded.
  const { appimageChecksums } = ofElectronBuilder('app-builder-lib/out/toolsets/linux')
  expect(Object.keys(appimageChecksums)).toContain(builder.toolsets.appimage)
})

describe('the manifests of a release', () => {
  let folder = ''
  const read = (place: string) => readFileSync(join(folder, place), 'utf8')
  const url = (kind: keyof typeof names) => `${project}/releases/download/v${version}/${names[kind]}`

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'manifests-'))
    writeFileSync(join(folder, 'SHA256SUMS'), sums)
    const env = { ...process.env, PROJECT_URL: project }
    // As in the release's job, which has no npm packages.
    execFileSync(process.execPath, [resolve('scripts/manifests.mjs'), join(folder, 'SHA256SUMS'), folder], { env })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('have no gap left', () => {
    const manifests = fillManifests(sums, { version, homepage, project })
    expect(Object.keys(manifests)).toHaveLength(5)
    for (const [place, content] of Object.entries(manifests)) {
      expect(content).not.toMatch(/@[A-Z]/)
      expect(read(place)).toBe(content)
    }
  })

  test('Flathub: the id, the command and the renamed files are those of the package', () => {
    const manifest = parse(read('flathub/io.fleep.settings.yml'))
    expect(manifest.id).toBe(builder.appId)
    expect(manifest.command).toBe(builder.linux.executableName)
    expect(manifest['rename-desktop-file']).toBe(packageJson.desktopName)
    expect(manifest['rename-icon']).toBe(builder.linux.executableName)
    const [module] = manifest.modules
    expect(module['build-commands'].join('\n')).toContain(`mv "opt/${builder.productName}"`)
    expect(module.sources[0]).toMatchObject({ url: url('deb'), sha256: sumOf[names.deb] })
  })

  test('Homebrew: the cask is Ruby, and names the disk image and the app in it', () => {
    const cask = read('homebrew/Casks/f/fleep-settings.rb')
    expect(cask).toContain(`  version "${version}"\n  sha256 "${sumOf[names.dmg]}"\n\n  url "${url('dmg')}"`)
    expect(cask).toContain(`app "${builder.productName}.app"`)
    // Source: Homebrew's Cask Cookbook, "desc": no article, no full stop, at most 80 characters.
    expect(/desc "(.*)"/.exec(cask)?.[1]).toMatch(/^(?!An? |The )[A-Z].{0,78}[^.]$/)
  })

  test.skipIf(spawnSync('ruby', ['--version']).status !== 0)('Homebrew: Ruby parses the cask', () => {
    const file = join(folder, 'homebrew/Casks/f/fleep-settings.rb')
    expect(execFileSync('ruby', ['-wc', file], { encoding: 'utf8' })).toBe('Syntax OK\n')
  })

  // Source: winget-cli's schemas/JSON/manifests/v1.10.0.
  const common = {
    PackageIdentifier: z.string().regex(/^[^.\s\\/:*?"<>|]{1,32}(\.[^.\s\\/:*?"<>|]{1,32}){1,7}$/),
    PackageVersion: z.literal(version),
    ManifestVersion: z.literal('1.10.0'),
  }
  const tag = z.string().min(1).max(40)
  const schemas = {
    '.yaml': z.strictObject({ ...common, DefaultLocale: z.literal('en-US'), ManifestType: z.literal('version') }),
    '.installer.yaml': z.strictObject({
      ...common,
      Platform: z.array(z.enum(['Windows.Desktop', 'Windows.Universal'])),
      MinimumOSVersion: z.string().regex(/^\d+(\.\d+){0,3}$/),
      InstallerType: z.literal('nullsoft'),
      Scope: z.literal(builder.nsis.perMachine ? 'machine' : 'user'),
      InstallModes: z.array(z.enum(['interactive', 'silent', 'silentWithProgress'])),
      UpgradeBehavior: z.enum(['install', 'uninstallPrevious', 'deny']),
      Protocols: z.array(z.enum(builder.protocols[0].schemes)).length(1),
      AppsAndFeaturesEntries: z.array(z.strictObject({ DisplayName: z.string(), Publisher: z.string() })),
      Installers: z
        .array(
          z.strictObject({
            Architecture: z.enum(['x86', 'x64', 'arm64', 'neutral']),
            InstallerUrl: z.literal(url('exe')),
            InstallerSha256: z.literal(sumOf[names.exe]),
          }),
        )
        .length(1),
      ManifestType: z.literal('installer'),
    }),
    '.locale.en-US.yaml': z.strictObject({
      ...common,
      PackageLocale: z.literal('en-US'),
      Publisher: z.string().min(2).max(256),
      PackageName: z.literal(builder.productName),
      PackageUrl: z.url(),
      License: z.literal(packageJson.license),
      ShortDescription: z.string().min(3).max(256),
      Moniker: tag,
      Tags: z.array(tag).max(16),
      ManifestType: z.literal('defaultLocale'),
    }),
  }
  test.each(Object.entries(schemas))('winget: %s follows the schema', (ending, schema) => {
    schema.parse(parse(read(`winget/FleepSettings.FleepSettings${ending}`)))
  })
})

test.each([
  ['without a file that a manifest names', sums.replace(/^.*\.dmg\n/m, ''), 'has 0 files that end in .dmg'],
  ['with two of a kind', `${sums}${'a'.repeat(64)}  other-${version}-win.exe\n`, 'has 2 files that end in .exe'],
  ['of another version', sums.replaceAll(version, '9.9.9'), `is not of version ${version}`],
])('a release %s fills no manifest', (_name, content, message) => {
  expect(() => fillManifests(content, { version, homepage, project })).toThrow(message)
})
