import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { openPanelAt } from '../e2e/support/any-language'
import { Computer, liis, serverAccount, setMailServers } from '../e2e/support/computer'
import { createConversation } from '../fleep-server/conversations'
import { median, printTable, target } from './statistics'

const sizes = [1, 10, 100, 1000]
/** Each result is the median of these, because other load on the machine disturbs single rounds. */
const rounds = 5

type Action = (page: Page, size: number) => Promise<void>

/** In the order in which they run. */
const actions: Record<string, Action> = {
  'addresses and flags': openAccount,
  'addresses and flags, a change': changeAmong,
  'mail servers': openSmtp,
  'mail servers, a change': makeDefault,
  'pinned messages': openPins,
}

interface Row {
  name: string
  action: Action
  size: number
  /** The longest task of each round, in milliseconds. */
  longest: number[]
  /** The duration of each round, in milliseconds. */
  durations: number[]
}

/** Measures the page's longest task and the whole duration for lists of different lengths. */
export async function benchGrowth(): Promise<void> {
  const rows = sizes
    .flatMap((size) =>
      Object.entries(actions).map(([name, action]): Row => ({ name, action, size, longest: [], durations: [] })),
    )
    // A single mail server is the default already.
    .filter(({ action, size }) => action !== makeDefault || size > 1)
  for (let round = 0; round < rounds; round += 1) {
    for (const size of sizes) {
      const ofSize = rows.filter((row) => row.size === size)
      await runRound(size, ofSize)
    }
  }
  const longest = Math.max(...rows.map((row) => median(row.longest)))
  target('longest task, with lists of any length', longest, { most: 50 }, ' ms', formatTask(longest))
  rows.sort((a, b) => a.name.localeCompare(b.name))
  printTable(`Growing lists: medians of ${rounds} rounds; a task blocks the page`, [
    ['list', 'items', 'longest task, ms', 'until shown, ms'],
    ...rows.map(({ name, size, longest, durations }) => [
      name,
      String(size),
      formatTask(median(longest)),
      median(durations).toFixed(0),
    ]),
  ])
}

async function runRound(size: number, rows: Row[]): Promise<void> {
  const computer = await Computer.setUp()
  fillLists(computer, size)
  const page = await computer.startSignedIn(liis)
  for (const row of rows) {
    const { longest, duration } = await measure(page, () => row.action(page, size))
    row.longest.push(longest)
    row.durations.push(duration)
  }
  await computer.tearDown()
}

/** The Long Tasks API does not report tasks shorter than 50 ms. */
const formatTask = (longest: number) => (longest === 0 ? '< 50' : longest.toFixed(1))

function fillLists(computer: Computer, size: number): void {
  const account = serverAccount(computer, liis)
  const numbers = Array.from({ length: size }, (_item, index) => index)
  account.aliases = numbers.map((number) => ({
    accountId: randomUUID(),
    email: `alias-${number}@meadow.example`,
    confirmed: true,
    notificationId: randomUUID(),
  }))
  account.flags = new Set(numbers.map((number) => `flag-${number}`))
  setMailServers(account, size)
  const pins = numbers.map((number) => `Message ${number}`)
  account.conversations = [createConversation({ topic: 'Everything', pins }, account.id)]
}

/**
 * Waits for a number of elements. Playwright's locators would cause tasks of up to 50 ms in a list of a thousand items.
 */
const waitForCount = (page: Page, selector: string, count = 1) =>
  page.waitForFunction(([css, least]) => document.querySelectorAll(css).length >= least, [selector, count] as const)

async function openAccount(page: Page, size: number): Promise<void> {
  await openPanelAt(page, 2)
  await page.locator('#displayName').waitFor({ state: 'detached' })
  await openPanelAt(page, 0)
  await waitForCount(page, '.card:not(.flags) > .part > *', size)
}

async function changeAmong(page: Page): Promise<void> {
  await page.locator('#newsletter').click()
  await waitForCount(page, '#newsletter-note .saved')
}

async function openSmtp(page: Page, size: number): Promise<void> {
  await openPanelAt(page, 1)
  await waitForCount(page, '.part > *', size)
}

async function makeDefault(page: Page, size: number): Promise<void> {
  await page
    .locator('.part > *')
    .nth(size - 1)
    .locator('button:nth-child(3)')
    .click()
  await waitForCount(page, '.saving-note .saved')
}

async function openPins(page: Page, size: number): Promise<void> {
  await openPanelAt(page, 4)
  await page.locator('#data-conversation').selectOption({ label: 'Everything' })
  await page.locator('.board-form button').click()
  await waitForCount(page, '.board > .part > *', size)
}

async function measure(page: Page, action: () => Promise<void>): Promise<{ longest: number; duration: number }> {
  await page.evaluate(() => {
    const tasks: number[] = []
    const observer = new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration))
    })
    observer.observe({ entryTypes: ['longtask'] })
    Object.assign(window, { longTasks: { tasks, observer } })
  })
  const start = performance.now()
  await action()
  const duration = performance.now() - start
  const longest = await page.evaluate(() => {
    const { tasks, observer } = Reflect.get(window, 'longTasks')
    tasks.push(...observer.takeRecords().map(({ duration }: PerformanceEntry) => duration))
    observer.disconnect()
    return Math.max(0, ...tasks)
  })
  return { longest, duration }
}
