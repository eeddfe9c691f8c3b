/** `npm run demo [-- --tour]`: the app on a local Fleep server, signed in. With --tour it shows itself and ends. */
import { bin, build, hasDisplay, log, prepare, runInForeground, withDisplay } from './prepare.mjs'

const host = prepare({ needsKeyring: true })
build(host)
const options = process.argv.slice(2)
if (!hasDisplay() && !options.includes('--tour')) {
  log('There is no display, so the demo runs its tour and ends.')
  options.push('--tour')
}
const script = options.includes('--tour') ? 'test/demo/tour.ts' : 'test/demo/demo.ts'
await runInForeground(...withDisplay(host, bin('tsx'), [script, ...options]))
