/** `npm run bench`: speed and size beside what they are compared to, as ratios of one run. */
import { build, findHost, installPackages, installSystemPackages, onSomeDisplay, run } from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: process.platform === 'linux' })
build()
process.exitCode = run(...onSomeDisplay('npx', ['--no-install', 'tsx', 'test/bench/bench.ts'], host)) ? 0 : 1
