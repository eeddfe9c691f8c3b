import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron } from '@playwright/test'
import { Computer, liis } from '../e2e/support/computer'
import { sandboxSwitches } from '../electron-host'
import { aim, median, medianRatio, printTable } from './statistics'

const rounds = 25

/** What is compared with: resolves once it shows. */
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
  const took = performance.now() - start
  await app.close()
  return took
}

/** From nothing to a panel whose name field holds the account's name, signed in from the keychain. */
async function launchApp(computer: Computer): Promise<number> {
  const start = performance.now()
  const page = await computer.start()
  await page.locator(`#displayName`).waitFor()
  const took = performance.now() - start
  await computer.quit()
  return took
}

export async function benchLaunch(): Promise<void> {
  const computer = await Computer.setUp()
  const folder = await mkdtemp(join(tmpdir(), 'empty-window-'))
  await computer.startSignedIn(liis)
  await computer.untilRemembered()
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
  aim('launch, of an empty window', ratio, { most: 1.25 })
  printTable(`Launch, ${rounds} rounds in turn, medians; 1.00 is the empty window of the same round`, [
    ['what', 'ms', 'ratio'],
    ['empty window', median(empty).toFixed(0), '1.00'],
    ['usable Account panel', median(app).toFixed(0), ratio.toFixed(2)],
  ])
}
