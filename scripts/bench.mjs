/**
 * `npm run bench`: measures speed and size next to what they are compared to, as ratios from one run, and writes
 * docs/benchmarks.md. `-- --only=NAME` prints one part and writes nothing; `--only=polling` replaces
 * its table, which does not depend on the machine. Only the bench needs the packages of test/bench.
 */
import { bin, build, installPackages, prepare, runInForeground, withDisplay } from './prepare.mjs'

const host = prepare({ needsKeyring: true })
installPackages('test/bench')
build(host)
await runInForeground(...withDisplay(host, bin('tsx'), ['test/bench/bench.ts', ...process.argv.slice(2)]))
