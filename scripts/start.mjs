/** `npm start [-- --server=URL]`: the app, for a real account. */
import {
  build,
  findHost,
  hasDisplay,
  installPackages,
  installSystemPackages,
  isLinuxRoot,
  runToTheEnd,
} from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: false })
build()
if (!hasDisplay()) console.log('There is no display, so the window cannot be seen. Ctrl+C ends it.')
const asRoot = isLinuxRoot ? ['--no-sandbox'] : []
await runToTheEnd('electron', [...asRoot, '.', ...process.argv.slice(2)], host)
