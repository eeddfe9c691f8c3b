/**
 * Writes what the Linux packages install beside the app: completions and the manual page in out/shell/, and in out/linux/ a
 * link for the PATH and the description for software centers. Part of the build.
 * SOURCE_DATE_EPOCH sets the dates in them, in seconds since 1970. scripts/dist.mjs explains PROJECT_URL.
 */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { cliCommandGroups, cliCommands } from '../main/command-line/commands'
import { completionScript, manualPage } from '../main/command-line/shell'
import packageJson from '../package.json'
import { readReleases, withReleases } from './metainfo'

const root = resolve(import.meta.dirname, '..')
const table = { commands: cliCommands, groups: cliCommandGroups }
const seconds = process.env.SOURCE_DATE_EPOCH
const date = (seconds ? new Date(Number(seconds) * 1000) : new Date()).toISOString().slice(0, 10)

function write(folder: string, files: Record<string, string | Uint8Array>): void {
  mkdirSync(resolve(root, folder), { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(resolve(root, folder, name), content)
}

const page = manualPage(table, date)
write('out/shell', {
  'fleep-settings.bash': completionScript(table, 'bash'),
  '_fleep-settings': completionScript(table, 'zsh'),
  'fleep-settings.fish': completionScript(table, 'fish'),
  'fleep-settings.1': page,
  'fleep-settings.1.gz': gzipSync(page, { level: 9 }),
})

const changelog = readFileSync(resolve(root, 'CHANGELOG.md'), 'utf8')
const releases = readReleases(changelog, { version: packageJson.version, date })
const description = readFileSync(resolve(root, 'packaging/linux/io.fleep.settings.metainfo.xml'), 'utf8')
const { PROJECT_URL: project } = process.env
write('out/linux', {
  'io.fleep.settings.metainfo.xml': withReleases(description, releases, {
    homepage: packageJson.homepage,
    // Nobody can own an address in .example.
    screenshots: `${project ?? 'https://fleep-settings.example'}/raw/v${packageJson.version}/docs/screenshots`,
  }),
})
const link = resolve(root, 'out/linux/fleep-settings')
rmSync(link, { force: true })
symlinkSync(`/opt/${packageJson.productName}/fleep-settings`, link)
