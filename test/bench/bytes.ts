import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { aim, printTable } from './statistics'

const folder = 'out/renderer'

/** What the built renderer ships: what the page names is read before it first shows, the rest when it is needed. */
export function benchBytes(): void {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const assets = readdirSync(join(folder, 'assets'))
  const rows = ['index.html', ...assets.map((name) => `assets/${name}`)].map((name) => {
    const bytes = readFileSync(join(folder, name))
    const isFirst = name === 'index.html' || page.includes(name)
    return { name: name.replace(/-[\w-]{8}(?=\.)/, ''), bytes: bytes.length, gzip: gzipSync(bytes).length, isFirst }
  })
  const first = rows.filter(({ isFirst }) => isFirst).reduce((sum, { gzip }) => sum + gzip, 0)
  const scripts = rows.filter(({ name, isFirst }) => isFirst && name.endsWith('.js'))
  const scriptBytes = scripts.reduce((sum, { gzip }) => sum + gzip, 0)
  aim('JavaScript at the first paint, gzip', scriptBytes / 1000, { most: 30 }, ' kB')
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1)
  printTable('Renderer, as shipped', [
    ['file', 'kB', 'gzip kB', 'loaded'],
    ...rows.map(({ name, bytes, gzip, isFirst }) => [
      name,
      kilobytes(bytes),
      kilobytes(gzip),
      isFirst ? 'at start' : 'when needed',
    ]),
    ['all at start', '', kilobytes(first), ''],
  ])
}
