import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { Computer, liis } from '../e2e/support/computer'
import { processTree } from '../processes'
import { openEmptyWindow } from './launch'
import { aim, median, printTable } from './statistics'

const rounds = 3
/** About what somebody does in an hour who does nothing else. */
const changes = 300

interface Memory {
  /** What the main process alone has. */
  main: number
  /** What the page's processes alone have. */
  pages: number
  all: number
}

/** What the processes have for themselves, against an empty window on the same host. */
export async function benchMemory(): Promise<void> {
  if (process.platform !== 'linux') return
  const computer = await Computer.setUp()
  await computer.startSignedIn(liis)
  await computer.untilRemembered()
  await computer.quit()
  const folder = await mkdtemp(join(tmpdir(), 'empty-window-'))
  const [empty, started, used]: Memory[][] = [[], [], []]
  for (let round = 0; round < rounds; round += 1) {
    empty?.push(await emptyWindow(folder))
    const page = await computer.start()
    await page.locator('#displayName').waitFor()
    started?.push(await memoryOf(computer.app))
    await use(page)
    used?.push(await memoryOf(computer.app))
    await computer.quit()
  }
  await computer.tearDown()
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  const middle = (all: Memory[] | undefined, part: keyof Memory) => median((all ?? []).map((memory) => memory[part]))
  const row = (what: string, all: Memory[] | undefined) => [
    what,
    middle(all, 'all').toFixed(0),
    (middle(all, 'all') / middle(empty, 'all')).toFixed(2),
    middle(all, 'main').toFixed(0),
    middle(all, 'pages').toFixed(0),
  ]
  aim('private memory after the start, of an empty window', middle(started, 'all') / middle(empty, 'all'), {
    most: 1.2,
  })
  printTable(`Private memory, ${rounds} rounds in turn, median; 1.00 is an empty window on the same host`, [
    ['what', 'all processes, MB', 'ratio', 'main process, MB', 'page, MB'],
    row('empty window', empty),
    row('after the start, signed in', started),
    row(`after ${changes} changes and every panel ten times`, used),
  ])
}

async function emptyWindow(folder: string): Promise<Memory> {
  const app = await openEmptyWindow(folder)
  const memory = await memoryOf(app)
  await app.close()
  return memory
}

async function use(page: Page): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    for (const name of ['SMTP', 'Avatar', 'People', 'Your data', 'Account']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
    }
    for (let change = 0; change < changes / 10; change += 1) {
      await page.locator('#newsletter').click()
      await page.locator('#newsletter-note').getByText('Saved').waitFor()
    }
  }
}

/** In MB, once it was left alone and what can go has gone. */
async function memoryOf(app: ElectronApplication): Promise<Memory> {
  for (const page of app.windows()) {
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('HeapProfiler.collectGarbage')
    await devTools.detach()
  }
  const memory: Memory = { main: 0, pages: 0, all: 0 }
  const main = app.process().pid ?? 0
  for (const id of await processTree(main)) {
    const own = await privateMemory(id)
    const words = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')
    memory.all += own
    if (id === main) memory.main = own
    else if (words.includes('--type=renderer')) memory.pages += own
  }
  return memory
}

async function privateMemory(id: number): Promise<number> {
  const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '')
  const kilobytes = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].map(([, number]) => Number(number))
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024
}
