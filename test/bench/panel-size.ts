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

/** Compares the size and the start of the window with the same Account panel in React and without a framework. */
export async function benchPanelSize(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-panels-'))
  const state = await stateOfApp()
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: sandboxSwitches,
  })
  const candidates: Candidate[] = [
    { name: 'this app: window, sign-in, Account panel', folder: 'out/renderer' },
    { name: 'Account panel alone, in React', folder: await buildPanel(join(folder, 'react'), 'react.tsx') },
    { name: 'Account panel alone, without a framework', folder: await buildPanel(join(folder, 'plain'), 'plain.ts') },
  ]
  const times = candidates.map((): number[] => [])
  for (let round = -2; round < rounds; round += 1) {
    for (const [index, candidate] of candidates.entries()) {
      const duration = await timeToUsable(browser, candidate, state)
      if (round >= 0) times[index]?.push(duration)
    }
  }
  await browser.close()
  const react = { bytes: bytesAtStart('react', candidates), ms: median(times[1] ?? []) }
  printTable(`JavaScript at start: median of ${rounds} interleaved rounds; 1.00 is React`, [
    ['what', 'gzip kB', 'ratio', 'navigation to a usable field, ms', 'ratio'],
    ...candidates.map(({ name, folder: outDir }, index) => {
      const bytes = scriptBytes(outDir)
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

function bytesAtStart(name: string, candidates: Candidate[]): number {
  const candidate = candidates.find(({ folder }) => folder.endsWith(name))
  return candidate ? scriptBytes(candidate.folder) : Number.NaN
}

/** @returns the gzip size of the scripts that index.html names, in bytes */
function scriptBytes(folder: string): number {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const names = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js') && page.includes(name))
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0)
}

async function buildPanel(outDir: string, entry: string): Promise<string> {
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

/** Reads the state of the signed-in app. */
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
  // tsx inserts calls of __name into the functions that run in the page.
  await page.addInitScript('globalThis.__name = (named) => named')
  const pageData: unknown = { state, language }
  await page.addInitScript((data) => {
    const { state: initialState, language: initialLanguage } = data as { state: unknown; language: unknown }
    const fleepSettings = {
      run: () => Promise.resolve({ ok: true, value: undefined }),
      readLanguage: () => Promise.resolve(initialLanguage),
      onState: (listener: (state: unknown) => void) => listener(initialState),
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
  }, pageData)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const duration = await page.evaluate(() => Reflect.get(window, 'usable') as Promise<number>)
  await page.close()
  server.close()
  return duration
}
