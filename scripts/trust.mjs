/**
 * `npm run test:trust [-- --short] [-- --seed=N] [-- --area=NAME]`: thousands of faults, kills and hostile messages, with the
 * result of each area in one table.
 */
import { bin, build, prepare, runInForeground, withDisplay } from './prepare.mjs'

const host = prepare({ needsKeyring: true })
build(host)
await runInForeground(...withDisplay(host, bin('tsx'), ['test/stress/run.ts', ...process.argv.slice(2)]))
