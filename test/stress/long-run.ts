import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ElectronApplication, Page } from '@playwright/test'
import fc from 'fast-check'
import { initialState } from '../../contract/initial-state'
import { CommandRunner } from '../../main/core/command-runner'
import { Store } from '../../main/core/store'
import { createServices } from '../../main/startup/services'
import { Computer, liis } from '../e2e/support/computer'
import { MemoryKeychain } from '../keychain/memory-keychain'
import { stubPlatform } from '../unit/stub-platform'
import type { Area, AreaResult } from './area'
import { heapSize } from './heap'

const commandCount = 10_000
const openingCount = 1000
/** A heap may grow by this much over the whole run, in bytes: 300 bytes per command at 10,000 commands. */
const maxGrowth = 3_000_000

/** Thousands of commands and openings of the window, with constant memory and listeners. */
export const longRun: Area = {
  name: 'long run',
  async run({ isFull, seed }): Promise<AreaResult> {
    const fraction = isFull ? 1 : 0.1
    const main = await runCommands(commandCount * fraction, seed)
    const window = await openWindow(openingCount * fraction)
    return { cases: main.cases + window.cases, failures: [...main.failures, ...window.failures] }
  },
}

/** The server runs in another process, so that its memory is not measured. */
async function runCommands(count: number, seed: number): Promise<AreaResult> {
  const server = spawn(process.execPath, ['--import', 'tsx', 'test/fleep-server/cli.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
  const folder = mkdtempSync(join(tmpdir(), 'long-run-'))
  const signedOut = { kind: 'signed-out', notice: null, canRestore: false } as const
  const store = new Store({ ...initialState, session: signedOut, server: url })
  const { handlers, session, current } = createServices({
    store,
    keychain: new MemoryKeychain(),
    dataFolder: folder,
    ...stubPlatform,
  })
  const failures: string[] = []
  const runner = new CommandRunner({
    handlers,
    context: () => current.context,
    reportDefect: (reason) => failures.push(`a defect: ${String(reason)}`),
  })
  await session.signIn(url, liis.email, liis.password)
  const inputs = fc.sample(anyCommand, { seed, numRuns: count })
  const sizes: number[] = []
  const interval = count / 10
  for (const [index, [name, input]] of inputs.entries()) {
    const result = await runner.run(name, input)
    if (!result.ok) failures.push(`${index}, ${name}: ${result.error.message}`)
    if ((index + 1) % interval === 0) sizes.push(heapSize())
  }
  session.stopPolling()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
  // Ignore the first values: code is still being loaded and compiled.
  const slope = slopeOf(sizes.slice(2)) / interval
  process.stdout.write(`main: ${slope.toFixed(1)} bytes per command\n`)
  if (slope * count > maxGrowth) failures.push(`the main process grows by ${slope.toFixed(0)} bytes per command`)
  return { cases: count, failures }
}

const anyCommand = fc.oneof(
  fc.tuple(fc.constant('account.change'), fc.record({ displayName: fc.string({ minLength: 1, maxLength: 20 }) })),
  fc.tuple(fc.constant('account.change'), fc.record({ fullPrivacy: fc.boolean(), newsletter: fc.boolean() })),
  fc.tuple(fc.constant('account.setFlag'), fc.record({ flag: fc.constantFrom('a', 'b', 'c'), value: fc.boolean() })),
  fc.tuple(fc.constantFrom('account.refresh', 'addresses.refresh', 'smtp.refresh', 'data.refresh'), fc.constant({})),
  fc.tuple(fc.constant('people.lookUp'), fc.constant({ addresses: ['marten@127.0.0.1'], excludedIds: [] })),
)

/** Hides and shows the window, and opens every panel. */
async function openWindow(count: number): Promise<AreaResult> {
  const computer = await Computer.setUp(process.platform === 'linux' ? 'open' : 'missing')
  try {
    const page = await computer.startSignedIn(liis)
    const sizes: number[] = []
    const listeners: number[] = []
    for (let part = 0; part < 10; part += 1) {
      await hideAndShow(computer.app, count / 10)
      await openPanels(page)
      sizes.push(await pageHeap(page))
      listeners.push(await countListeners(computer.app))
    }
    const failures: string[] = []
    const slope = slopeOf(sizes.slice(2)) / (count / 10)
    process.stdout.write(`window: ${slope.toFixed(1)} bytes per opening\n`)
    if (slope * count > maxGrowth) failures.push(`the window grows by ${slope.toFixed(0)} bytes per opening`)
    if (listeners.at(-1) !== listeners[1]) failures.push(`listeners grow: ${listeners.join(', ')}`)
    return { cases: count, failures }
  } finally {
    await computer.tearDown()
  }
}

function hideAndShow(app: ElectronApplication, times: number): Promise<void> {
  return app.evaluate(({ BrowserWindow }, count) => {
    const window = BrowserWindow.getAllWindows()[0]
    for (let time = 0; time < count; time += 1) {
      window?.hide()
      window?.show()
    }
  }, times)
}

async function openPanels(page: Page): Promise<void> {
  for (const name of ['Mail servers', 'Avatar', 'People', 'Your data', 'This app', 'Account']) {
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
  }
}

function countListeners(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ app: electron, BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    const emitters = [electron, window, window?.webContents, process].filter(Boolean) as NodeJS.EventEmitter[]
    // Inline, since this function is serialised and sent to the app.
    return emitters
      .flatMap((emitter) => emitter.eventNames().map((name) => emitter.listenerCount(name)))
      .reduce((sum, count) => sum + count, 0)
  })
}

/** @returns the size of the page's heap in bytes, after garbage collection */
async function pageHeap(page: Page): Promise<number> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  await devTools.detach()
  return usedSize
}

/** Slope of the least-squares line through the values. */
function slopeOf(values: number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const covariance = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0)
  return covariance / values.reduce((sum, _value, index) => sum + (index - middle) ** 2, 0)
}
