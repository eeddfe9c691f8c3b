/**
 * `npm run dist [-- --dir]`: the installers of this computer's system, in dist/. Their names, targets and contents are
 * in electron-builder.yml. Needs Electron's own binary, and for deb and rpm MAINTAINER, as `Name <address>`.
 * UPDATE_FEED is the https address of the folder in which updates are published; without it the app looks for none.
 */
import { bin, build, fail, findHost, installPackages, run } from './prepare.mjs'

const { UPDATE_FEED: feed, MAINTAINER: maintainer } = process.env
if (feed && !feed.startsWith('https://')) fail('UPDATE_FEED is to be an https:// address.')
if (process.platform === 'linux' && !maintainer) fail('Set MAINTAINER, as in MAINTAINER="Ann <ann@example.org>".')

installPackages()
if (findHost() === 'stand-in') fail('Installers need Electron’s own binary. Try again where it can be fetched.')
build()
const publish = feed ? [] : ['-c.publish=null']
process.exitCode = run(bin('electron-builder'), [...publish, '--publish=never', ...process.argv.slice(2)]) ? 0 : 1
