/** `npm run dev`: the app with hot reload. Needs a display. */
import { join } from 'node:path'
import { bin, buildStandIn, isLinuxRoot, prepare, root, runInForeground, withDisplay } from './prepare.mjs'

const host = prepare({ needsKeyring: false })
if (host === 'stand-in') {
  buildStandIn()
  // electron-vite reads the path of the executable from here, not from Electron's package.
  process.env.ELECTRON_EXEC_PATH = join(root, 'out/electron-stand-in/electron')
}
const sandboxOptions = isLinuxRoot ? ['--noSandbox'] : []
const args = ['dev', '--watch', ...sandboxOptions, '--', ...process.argv.slice(2)]
await runInForeground(...withDisplay(host, bin('electron-vite'), args))
