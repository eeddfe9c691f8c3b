/**
 * `npm run dist [-- --dir]`: builds the installers for this computer's system, in dist/. electron-builder.yml has their
 * names, formats and contents. Needs Electron's own binary, and on Linux MAINTAINER, as `Name <address>`.
 * UPDATE_FEED is the https address of the folder in which updates are published; without it the app looks for no updates.
 * PROJECT_URL is the https address of the project where it is hosted, such as https://github.com/OWNER/NAME. Software centers
 * load the screenshots of the Linux packages from there; without it, they have none.
 */
import { bin, buildApp, fail, findHost, installPackages, run } from './prepare.mjs'
import { withoutEmptySigning } from './signing.mjs'

const { UPDATE_FEED: feed, MAINTAINER: maintainer, PROJECT_URL: project } = process.env
if (feed && !feed.startsWith('https://')) fail('UPDATE_FEED must be an https:// address.')
if (project && !project.startsWith('https://')) fail('PROJECT_URL must be an https:// address.')
if (process.platform === 'linux' && !maintainer) fail('Set MAINTAINER, as in MAINTAINER="Ann <ann@example.org>".')

installPackages()
if (findHost() === 'stand-in') fail('Installers need Electron’s own binary. Try again where it can be downloaded.')
buildApp()
const publish = feed ? [] : ['-c.publish=null']
const args = [...publish, '--publish=never', ...process.argv.slice(2)]
process.exitCode = run(bin('electron-builder'), args, { env: withoutEmptySigning(process.env) }) ? 0 : 1
