/** `npm run dev`: electron-vite with hot reload, on either host. Needs a display. */
import { join } from 'node:path'
import {
  bin,
  findHost,
  installPackages,
  installSystemPackages,
  isLinuxRoot,
  mustRun,
  root,
  runToTheEnd,
} from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: false })
if (host === 'stand-in') {
  mustRun(bin('tsx'), ['test/electron-stand-in/build.mts'])
  // electron-vite has a variable of its own for the executable.
  process.env.ELECTRON_EXEC_PATH = join(root, 'out/electron-stand-in/electron')
}
const asRoot = isLinuxRoot ? ['--noSandbox'] : []
await runToTheEnd('electron-vite', ['dev', '--watch', ...asRoot, '--', ...process.argv.slice(2)], host)
