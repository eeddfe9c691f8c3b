/**
 * `npm start [-- --server=URL]`: the app with a real account. `npm start --silent -- status --json`: the app as a command,
 * with nothing but its output on standard output; without --silent npm prints a heading there first.
 */
import { bin, build, hasDisplay, isLinuxRoot, log, prepare, runInForeground, withDisplay } from './prepare.mjs'

const options = process.argv.slice(2)
const host = prepare({ needsKeyring: false })
build(host)
const opensWindow = options.every((option) => option.startsWith('-') && !/^(-h|--help|--version)$/.test(option))
if (opensWindow && !hasDisplay()) log('There is no display, so you cannot see the window. Press Ctrl+C to quit.')
const sandboxOptions = isLinuxRoot ? ['--no-sandbox'] : []
await runInForeground(...withDisplay(host, bin('electron'), [...sandboxOptions, '.', ...options]))
