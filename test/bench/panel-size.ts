import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium } from '@playwright/test'
import { build } from 'vite'
import type { AppState } from '../../contract'
import type { Bridge } from '../../contract/bridge'
import { compile } from '../../texts/compile'
import { en } from '../../texts/en'
import type { Language } from '../../texts/languages'
import { Computer, liis, readState } from '../e2e/support/computer'
import { sandboxSwitches } from '../electron-host'
import { median, printTable } from './statistics'

const rounds = 15
const language: Language = { locale: 'en', direction: 'ltr', catalogue: compile(en) }
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** What the window's start costs a page, beside the same Account panel in React and without a framework. */
export async function benchPanelSize(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-panels-'))
  const state = await stateOfApp()
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: sandboxSwitches,
  })
  const candidates: Candidate[] = [
    { name: 'this app: window, sign-in, Account panel', folder: 'out/renderer' },
    { name: 'Account panel alone, in React', folder: await built(join(folder, 'react'), 'react.tsx') },
    { name: 'Account panel alone, without a framework', folder: await built(join(folder, 'plain'), 'plain.ts') },
  ]
  const times = candidates.map((): number[] => [])
  for (let round = -2; round < rounds; round += 1) {
    for (const [index, candidate] of candidates.entries()) {
      const took = await timeToUsable(browser, candidate, state)
      if (round >= 0) times[index]?.push(took)
    }
  }
  await browser.close()
  const react = { bytes: bytesAtStart('react', candidates), ms: median(times[1] ?? []) }
  printTable(`JavaScript at the start, ${rounds} rounds in turn, median; 1.00 is React`, [
    ['what', 'gzip kB', 'ratio', 'from navigation to a usable field, ms', 'ratio'],
    ...candidates.map(({ name, folder: built }, index) => {
      const bytes = scriptBytes(built)
      const ms = median(times[index] ?? [])
      return [
        name,
        (bytes / 1000).toFixed(1),
        (bytes / react.bytes).toFixed(2),
        ms.toFixed(1),
        (ms / react.ms).toFixed(2),
      ]
    }),
  ])
  rmSync(folder, { recursive: true, force: true })
}

interface Candidate {
  name: string
  folder: string
}

function bytesAtStart(of: string, candidates: Candidate[]): number {
  const candidate = candidates.find(({ folder }) => folder.endsWith(of))
  return candidate ? scriptBytes(candidate.folder) : Number.NaN
}

/** Of the scripts that the page itself names, packed. */
function scriptBytes(folder: string): number {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const names = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js') && page.includes(name))
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0)
}

async function built(outDir: string, entry: string): Promise<string> {
  const virtual = join('test/bench/panels', 'index.html')
  await build({
    configFile: false,
    logLevel: 'warn',
    root: 'test/bench/panels',
    base: './',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false }, rollupOptions: { input: virtual } },
    plugins: [{ name: 'entry', transformIndexHtml: { order: 'pre', handler: (html) => html.replace('ENTRY', entry) } }],
  })
  return outDir
}

/** As this app's panel shows it for a real account. */
async function stateOfApp(): Promise<AppState> {
  const computer = await Computer.setUp()
  const page = await computer.startSignedIn(liis)
  await page.getByText('l.tamm@harbour.example').waitFor()
  const state = await readState(page)
  await computer.tearDown()
  return state
}

async function timeToUsable(browser: Browser, { folder }: Candidate, state: AppState): Promise<number> {
  const server = createServer(({ url = '/' }, response) => {
    const name = url === '/' ? '/index.html' : url
    try {
      response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream')
      response.end(readFileSync(join(folder, name)))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const page = await browser.newPage()
  // What runs TypeScript here names functions by it.
  await page.addInitScript('globalThis.__name = (named) => named')
  const given: unknown = { state, language }
  await page.addInitScript((all) => {
    const { state: known, language: spoken } = all as { state: unknown; language: unknown }
    const fleepSettings = {
      run: () => Promise.resolve({ ok: true, value: undefined }),
      readLanguage: () => Promise.resolve(spoken),
      onState: (hear: (state: unknown) => void) => hear(known),
    } satisfies Record<keyof Bridge, unknown>
    Object.assign(window, {
      fleepSettings,
      usable: new Promise<number>((resolve) => {
        new MutationObserver((_changes, observer) => {
          if (!document.getElementById('displayName')) return
          observer.disconnect()
          resolve(performance.now())
        }).observe(document, { childList: true, subtree: true })
      }),
    })
  }, given)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const took = await page.evaluate(() => Reflect.get(window, 'usable') as Promise<number>)
  await page.close()
  server.close()
  return took
}
