import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { printTable, target } from './statistics'

const folder = 'out/renderer'

/** Lists the files of the built renderer. The page loads those that index.html names at its start, the rest on demand. */
export function benchBytes(): void {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const assets = readdirSync(join(folder, 'assets'))
  const rows = ['index.html', ...assets.map((name) => `assets/${name}`)].map((name) => {
    const bytes = readFileSync(join(folder, name))
    const atStart = name === 'index.html' || page.includes(name)
    return { name: name.replace(/-[\w-]{8}(?=\.)/, ''), bytes: bytes.length, gzip: gzipSync(bytes).length, atStart }
  })
  const totalAtStart = rows.filter(({ atStart }) => atStart).reduce((sum, { gzip }) => sum + gzip, 0)
  const scripts = rows.filter(({ name, atStart }) => atStart && name.endsWith('.js'))
  const scriptBytes = scripts.reduce((sum, { gzip }) => sum + gzip, 0)
  target('JavaScript at the first paint, gzip', scriptBytes / 1000, { most: 24 }, ' kB')
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1)
  printTable('Built renderer files', [
    ['file', 'kB', 'gzip kB', 'loaded'],
    ...rows.map(({ name, bytes, gzip, atStart }) => [
      name,
      kilobytes(bytes),
      kilobytes(gzip),
      atStart ? 'at start' : 'on demand',
    ]),
    ['total at start', '', kilobytes(totalAtStart), ''],
  ])
}
