import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ElectronApplication, _electron as electron, expect, type Page } from '@playwright/test'
import { sandboxSwitches } from '../electron-host'

export { expect }

export const isStandIn = Boolean(process.env.ELECTRON_OVERRIDE_DIST_PATH)
export const fixtureFolder = join(__dirname, 'fixture')

interface Launched {
  app: ElectronApplication
  page: Page
  waitForEvent(event: string): Promise<void>
}

/** What the preload of the small app in fixture/ exposes. */
export interface FixtureBridge {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  hello(name: string): void
  onAnswer(listener: (text: string) => void): void
}

declare const events: string[]

interface Fixtures {
  dataFolder: string
  /** The command line of the small app, with its switches `more`. */
  args: (...more: string[]) => string[]
  launch: (...more: string[]) => Promise<Launched>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright requires a pattern
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'stand-in-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  args: async ({ dataFolder }, use) => {
    await use((...more) => [...sandboxSwitches, fixtureFolder, `--user-data-dir=${dataFolder}`, ...more])
  },
  launch: async ({ args }, use) => {
    let app: ElectronApplication | undefined
    await use(async (...more) => {
      const launched = await electron.launch({ args: args(...more) })
      app = launched
      const page = await launched.firstWindow()
      await page.getByRole('heading', { name: 'Fixture' }).waitFor()
      const hasCome = (event: string) => launched.evaluate((_electron, expected) => events.includes(expected), event)
      return { app: launched, page, waitForEvent: (event) => expect.poll(() => hasCome(event)).toBe(true) }
    })
    await app?.close()
  },
})
