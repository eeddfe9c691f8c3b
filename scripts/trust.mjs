/** `npm run test:trust [-- --short] [-- --seed=N] [-- --area=NAME]`: what must hold whatever happens, in one table. */
import { build, findHost, installPackages, installSystemPackages, runToTheEnd } from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: process.platform === 'linux' })
build()
await runToTheEnd('tsx', ['test/stress/run.ts', ...process.argv.slice(2)], host)
