/**
 * `node scripts/manifests.mjs SHA256SUMS FOLDER`: fills the templates in packaging/manifests with the version and the addresses
 * and sums of the release's files, and writes them to FOLDER, for those who submit them to Flathub, Homebrew and winget.
 * SHA256SUMS is that of the release. PROJECT_URL is the address of the project, such as https://github.com/OWNER/NAME.
 * Uses only Node's own modules, as the release runs it without the npm packages.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where each manifest belongs: in a repository of its own for Flathub, in that of all packages for the others. */
const places = /** @type {Record<string, string>} */ ({
  'flathub.yml': 'flathub/io.fleep.settings.yml',
  'homebrew.rb': 'homebrew/Casks/f/fleep-settings.rb',
  'winget.yaml': 'winget/FleepSettings.FleepSettings.yaml',
  'winget.installer.yaml': 'winget/FleepSettings.FleepSettings.installer.yaml',
  'winget.locale.en-US.yaml': 'winget/FleepSettings.FleepSettings.locale.en-US.yaml',
})

/**
 * @param {string} sums the content of SHA256SUMS
 * @param {{ version: string, homepage: string, project: string }} release project: the address of the project, where it is hosted
 * @returns {Record<string, string>} the manifests, by their paths
 * @throws {Error} if the release has not exactly one file of a kind that a template names, or its name is of another version
 */
export function fillManifests(sums, { version, homepage, project }) {
  const files = [...sums.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm)].map(([, sum = '', name = '']) => ({ sum, name }))
  const find = (/** @type {string} */ ending) => {
    const found = files.filter(({ name }) => name.endsWith(`.${ending}`))
    const [file] = found
    if (!file || found.length > 1)
      throw new Error(`SHA256SUMS has ${found.length} files that end in .${ending}, not one.`)
    if (!file.name.includes(`-${version}-`)) throw new Error(`${file.name} is not of version ${version}.`)
    return file
  }
  const fill = (/** @type {string} */ template) =>
    template
      .replaceAll('@VERSION@', version)
      .replaceAll('@HOMEPAGE@', homepage)
      .replace(/@URL (\w+)@/g, (_all, ending) => `${project}/releases/download/v${version}/${find(ending).name}`)
      .replace(/@SHA256 (\w+)@/g, (_all, ending) => find(ending).sum)
  const folder = join(root, 'packaging/manifests')
  return Object.fromEntries(
    readdirSync(folder).map((file) => {
      const place = places[file]
      if (!place) throw new Error(`${file} has no place.`)
      return [place, fill(readFileSync(join(folder, file), 'utf8'))]
    }),
  )
}

if (process.argv[1] && basename(process.argv[1]) === 'manifests.mjs') {
  const [, , sumsFile, folder] = process.argv
  const { PROJECT_URL: project } = process.env
  if (!sumsFile || !folder) throw new Error('Name SHA256SUMS and a folder.')
  if (!project?.startsWith('https://')) throw new Error('PROJECT_URL must be an https:// address.')
  const { version, homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const manifests = fillManifests(readFileSync(sumsFile, 'utf8'), { version, homepage, project })
  for (const [place, content] of Object.entries(manifests)) {
    mkdirSync(dirname(join(folder, place)), { recursive: true })
    writeFileSync(join(folder, place), content)
  }
}
