/** `npm run demo [-- --tour]`: the app on a local Fleep server, signed in. */
import { build, findHost, hasDisplay, installPackages, installSystemPackages, runToTheEnd } from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: process.platform === 'linux' })
build()
const options = process.argv.slice(2)
if (!hasDisplay() && !options.includes('--tour')) {
  console.log('There is no display, so the demo takes its tour by itself and ends.')
  options.push('--tour')
}
const script = options.includes('--tour') ? 'test/demo/tour.ts' : 'test/demo/demo.ts'
await runToTheEnd('tsx', [script, ...options], host)
