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
import type { Area, Findings } from './area'
import { heapSize } from './heap'

const commands = 10_000
const openings = 1000
/** By how much a heap may seem to grow over all of it, in bytes: with ten thousand commands, 300 each. */
const flat = 3_000_000

/** Hours of use in a minute: memory and listeners stay as they are. */
export const longRun: Area = {
  name: 'long run',
  async run({ isFull, seed }): Promise<Findings> {
    const share = isFull ? 1 : 0.1
    const main = await runCommands(commands * share, seed)
    const window = await openWindow(openings * share)
    return { cases: main.cases + window.cases, failures: [...main.failures, ...window.failures] }
  },
}

/** The server is another process, so that what it keeps does not count. */
async function runCommands(count: number, seed: number): Promise<Findings> {
  const server = spawn(process.execPath, ['--import', 'tsx', 'test/fleep-server/cli.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
  const folder = mkdtempSync(join(tmpdir(), 'long-run-'))
  const signedOut = { kind: 'signed-out', notice: null, canRestore: false } as const
  const store = new Store({ ...initialState, session: signedOut, server: url, keychainName: 'Secret Service' })
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
  const every = count / 10
  for (const [index, [name, input]] of inputs.entries()) {
    const result = await runner.run(name, input)
    if (!result.ok) failures.push(`${index}, ${name}: ${result.error.message}`)
    if ((index + 1) % every === 0) sizes.push(heapSize())
  }
  session.stopPolling()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
  // What is loaded and compiled with the first commands is no growth.
  const slope = slopeOf(sizes.slice(2)) / every
  process.stdout.write(`main: ${slope.toFixed(1)} bytes a command\n`)
  if (slope * count > flat) failures.push(`the main process grows by ${slope.toFixed(0)} bytes a command`)
  return { cases: count, failures }
}

const anyCommand = fc.oneof(
  fc.tuple(fc.constant('account.change'), fc.record({ displayName: fc.string({ minLength: 1, maxLength: 20 }) })),
  fc.tuple(fc.constant('account.change'), fc.record({ fullPrivacy: fc.boolean(), newsletter: fc.boolean() })),
  fc.tuple(fc.constant('account.setFlag'), fc.record({ flag: fc.constantFrom('a', 'b', 'c'), value: fc.boolean() })),
  fc.tuple(fc.constantFrom('account.refresh', 'addresses.refresh', 'smtp.refresh', 'data.refresh'), fc.constant({})),
  fc.tuple(fc.constant('people.lookUp'), fc.constant({ addresses: ['marten@127.0.0.1'], excludedIds: [] })),
)

/** The window is hidden and shown, and its panels are opened one after the other. */
async function openWindow(count: number): Promise<Findings> {
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
    process.stdout.write(`window: ${slope.toFixed(1)} bytes an opening\n`)
    if (slope * count > flat) failures.push(`the window grows by ${slope.toFixed(0)} bytes an opening`)
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
  for (const name of ['SMTP', 'Avatar', 'People', 'Your data', 'Account']) {
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
  }
}

function countListeners(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ app: electron, BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    const emitters = [electron, window, window?.webContents, process].filter(Boolean) as NodeJS.EventEmitter[]
    // Not a function of its own: it is sent to the app as it stands.
    return emitters
      .flatMap((emitter) => emitter.eventNames().map((name) => emitter.listenerCount(name)))
      .reduce((sum, one) => sum + one, 0)
  })
}

/** In bytes, after a collection. */
async function pageHeap(page: Page): Promise<number> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  await devTools.detach()
  return usedSize
}

/** Of a line through the values, by least squares. */
function slopeOf(values: number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const over = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0)
  return over / values.reduce((sum, _value, at) => sum + (at - middle) ** 2, 0)
}
