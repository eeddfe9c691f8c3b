/** `npm run bench`: speed and size beside what they are compared to, as ratios of one run. */
import { build, findHost, installPackages, installSystemPackages, runToTheEnd } from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: process.platform === 'linux' })
build()
await runToTheEnd('tsx', ['test/bench/bench.ts'], host)
