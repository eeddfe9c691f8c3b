/** `npm run bench`: speed and size beside what they are compared to, as ratios of one run, written to docs/benchmarks.md. `-- --only=NAME` prints one part. */
import { build, findHost, installPackages, installSystemPackages, runToTheEnd } from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: process.platform === 'linux' })
build()
await runToTheEnd('tsx', ['test/bench/bench.ts', ...process.argv.slice(2)], host)
