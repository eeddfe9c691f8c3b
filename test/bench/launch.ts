import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron } from '@playwright/test'
import { Computer, liis } from '../e2e/support/computer'
import { sandboxSwitches } from '../electron-host'
import { median, medianRatio, printTable, target } from './statistics'

const rounds = 25

/** Opens the window that the app is compared with. Resolves once it is visible. */
export async function openEmptyWindow(folder: string): Promise<ElectronApplication> {
  const app = await electron.launch({
    args: [...sandboxSwitches, 'test/bench/empty-window', `--user-data-dir=${folder}`],
  })
  const page = await app.firstWindow()
  await page.getByRole('heading', { name: 'Empty' }).waitFor()
  return app
}

async function launchEmptyWindow(folder: string): Promise<number> {
  const start = performance.now()
  const app = await openEmptyWindow(folder)
  const duration = performance.now() - start
  await app.close()
  return duration
}

/** Starts the app, signed in from the keychain, until the name field of the Account panel exists. */
async function launchApp(computer: Computer): Promise<number> {
  const start = performance.now()
  const page = await computer.start()
  await page.locator(`#displayName`).waitFor()
  const duration = performance.now() - start
  await computer.quit()
  return duration
}

export async function benchLaunch(): Promise<void> {
  const computer = await Computer.setUp()
  const folder = await mkdtemp(join(tmpdir(), 'empty-window-'))
  await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  await computer.quit()
  await launchEmptyWindow(folder)
  const empty: number[] = []
  const app: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    empty.push(await launchEmptyWindow(folder))
    app.push(await launchApp(computer))
  }
  await computer.tearDown()
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  const ratio = medianRatio(app, empty)
  target('launch time, compared to an empty window', ratio, { most: 1.25 })
  printTable(`Launch: medians of ${rounds} interleaved rounds; 1.00 is the empty window in the same round`, [
    ['what', 'ms', 'ratio'],
    ['empty window', median(empty).toFixed(0), '1.00'],
    ['usable Account panel', median(app).toFixed(0), ratio.toFixed(2)],
  ])
}
