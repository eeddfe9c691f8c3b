/** `npm run dev`: electron-vite with hot reload, on either host. Needs a display. */
import { findHost, installPackages, installSystemPackages, mustRun } from './prepare.mjs'

installPackages()
const host = findHost()
installSystemPackages(host, { needsKeyring: false })
if (host === 'stand-in') mustRun('npx', ['--no-install', 'tsx', 'test/electron-stand-in/build.mts'])
const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--noSandbox'] : []
mustRun('npx', ['--no-install', 'electron-vite', 'dev', '--watch', ...asRoot, '--', ...process.argv.slice(2)])
