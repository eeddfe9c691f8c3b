/**
 * `node scripts/archive-sum.mjs`: writes the checksum of the app's archive in dist/, which `npm run dist` has packed, to
 * dist/app.asar-SYSTEM.sha256. docs/verify.md says what it is for.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve('dist')
const archives = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /[\\/]app\.asar$/.test(path),
)
const sums = new Set(
  archives.map((path) =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex'),
  ),
)
if (sums.size !== 1) throw new Error(`dist/ has ${sums.size} different archives: ${archives.join(', ') || 'none'}`)
/** @type {Partial<Record<NodeJS.Platform, string>>} */
const names = { darwin: 'macos', win32: 'windows' }
const system = names[process.platform] ?? process.platform
writeFileSync(join(folder, `app.asar-${system}.sha256`), `${[...sums][0]}  app.asar\n`)
