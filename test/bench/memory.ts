import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { Computer, liis } from '../e2e/support/computer'
import { processTree } from '../processes'
import { openEmptyWindow } from './launch'
import { median, printTable, target } from './statistics'

const rounds = 3
/** About an hour of constant use. */
const changes = 300

/** In MB. */
interface Memory {
  /** Of the main process. */
  main: number
  /** Of the page processes. */
  pages: number
  /** Of all processes. */
  all: number
}

/** Compares the private memory of the app's processes with that of an empty window. */
export async function benchMemory(): Promise<void> {
  if (process.platform !== 'linux') return
  const computer = await Computer.setUp()
  await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  await computer.quit()
  const folder = await mkdtemp(join(tmpdir(), 'empty-window-'))
  const [empty, started, used]: Memory[][] = [[], [], []]
  for (let round = 0; round < rounds; round += 1) {
    empty?.push(await memoryOfEmptyWindow(folder))
    const page = await computer.start()
    await page.locator('#displayName').waitFor()
    started?.push(await memoryOf(computer.app))
    await use(page)
    used?.push(await memoryOf(computer.app))
    await computer.quit()
  }
  await computer.tearDown()
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  const medianOf = (rounds: Memory[] | undefined, key: keyof Memory) =>
    median((rounds ?? []).map((memory) => memory[key]))
  const row = (name: string, rounds: Memory[] | undefined) => [
    name,
    medianOf(rounds, 'all').toFixed(0),
    (medianOf(rounds, 'all') / medianOf(empty, 'all')).toFixed(2),
    medianOf(rounds, 'main').toFixed(0),
    medianOf(rounds, 'pages').toFixed(0),
  ]
  const ratio = medianOf(started, 'all') / medianOf(empty, 'all')
  target('private memory after start, compared to an empty window', ratio, { most: 1.2 })
  printTable(`Private memory: median of ${rounds} interleaved rounds; 1.00 is an empty window on the same host`, [
    ['what', 'all processes, MB', 'ratio', 'main process, MB', 'page, MB'],
    row('empty window', empty),
    row('after start, signed in', started),
    row(`after ${changes} changes and ten visits to every panel`, used),
  ])
}

async function memoryOfEmptyWindow(folder: string): Promise<Memory> {
  const app = await openEmptyWindow(folder)
  const memory = await memoryOf(app)
  await app.close()
  return memory
}

async function use(page: Page): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    for (const name of ['Mail servers', 'Avatar', 'People', 'Your data', 'This app', 'Account']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
    }
    for (let change = 0; change < changes / 10; change += 1) {
      await page.locator('#newsletter').click()
      await page.locator('#newsletter-note').getByText('Saved').waitFor()
    }
  }
}

/** Measures the memory after a garbage collection in each page. */
async function memoryOf(app: ElectronApplication): Promise<Memory> {
  for (const page of app.windows()) {
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('HeapProfiler.collectGarbage')
    await devTools.detach()
  }
  const memory: Memory = { main: 0, pages: 0, all: 0 }
  const main = app.process().pid ?? 0
  for (const id of await processTree(main)) {
    const size = await privateMemory(id)
    const commandLine = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')
    memory.all += size
    if (id === main) memory.main = size
    else if (commandLine.includes('--type=renderer')) memory.pages += size
  }
  return memory
}

async function privateMemory(id: number): Promise<number> {
  const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '')
  const kilobytes = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].map(([, number]) => Number(number))
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024
}
