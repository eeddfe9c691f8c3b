import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { openNth } from '../e2e/support/any-language'
import { Computer, giveMailServers, liis, onServer } from '../e2e/support/computer'
import { createConversation } from '../fleep-server/conversations'
import { aim, median, printTable } from './statistics'

const sizes = [1, 10, 100, 1000]
/** The median of a row's is taken: a moment in which the machine does something else is in one of them, at any size. */
const rounds = 5

type Use = (page: Page, size: number) => Promise<void>

/** In the order in which they are used. */
const uses: Record<string, Use> = {
  'addresses and flags': openAccount,
  'addresses and flags, a change': changeAmong,
  'mail servers': openSmtp,
  'mail servers, a change': makeDefault,
  'pinned messages': openPins,
}

interface Row {
  what: string
  act: Use
  size: number
  /** In milliseconds, of each round. */
  longest: number[]
  took: number[]
}

/** How long the page's longest task is, and how long all takes, as what is listed grows. */
export async function benchGrowth(): Promise<void> {
  const rows = sizes
    .flatMap((size) => Object.entries(uses).map(([what, act]): Row => ({ what, act, size, longest: [], took: [] })))
    // The only one is the default already.
    .filter(({ act, size }) => act !== makeDefault || size > 1)
  for (let round = 0; round < rounds; round += 1) {
    for (const size of sizes) {
      const ofSize = rows.filter((row) => row.size === size)
      await use(size, ofSize)
    }
  }
  const longest = Math.max(...rows.map((row) => median(row.longest)))
  aim('longest task, however long the lists', longest, { most: 50 }, ' ms', inWords(longest))
  rows.sort((a, b) => a.what.localeCompare(b.what))
  printTable(`As lists grow, ${rounds} rounds, medians: the longest time in which the page does nothing else`, [
    ['what', 'how many', 'longest task, ms', 'until shown, ms'],
    ...rows.map(({ what, size, longest, took }) => [
      what,
      String(size),
      inWords(median(longest)),
      median(took).toFixed(0),
    ]),
  ])
}

async function use(size: number, rows: Row[]): Promise<void> {
  const computer = await Computer.setUp()
  grow(computer, size)
  const page = await computer.startSignedIn(liis)
  for (const row of rows) {
    const { longest, took } = await watched(page, () => row.act(page, size))
    row.longest.push(longest)
    row.took.push(took)
  }
  await computer.tearDown()
}

/** Shorter ones are none to the Long Tasks API. */
const inWords = (longest: number) => (longest === 0 ? '< 50' : longest.toFixed(1))

function grow(computer: Computer, size: number): void {
  const account = onServer(computer, liis)
  const numbers = Array.from({ length: size }, (_none, index) => index)
  account.aliases = numbers.map((number) => ({
    accountId: randomUUID(),
    email: `alias-${number}@meadow.example`,
    confirmed: true,
    notificationId: randomUUID(),
  }))
  account.flags = new Set(numbers.map((number) => `flag-${number}`))
  giveMailServers(account, size)
  const pins = numbers.map((number) => `Message ${number}`)
  account.conversations = [createConversation({ topic: 'Everything', pins }, account.id)]
}

/**
 * What is waited for is counted: to look for a text among thousands, or for the last of them and whether it can be seen, as
 * tests do, is itself a task of up to 50 ms on the page.
 */
const shown = (page: Page, place: string, count = 1) =>
  page.waitForFunction(([css, least]) => document.querySelectorAll(css).length >= least, [place, count] as const)

async function openAccount(page: Page, size: number): Promise<void> {
  await openNth(page, 2)
  await page.locator('#displayName').waitFor({ state: 'detached' })
  await openNth(page, 0)
  await shown(page, '.card:not(.flags) > .part > *', size)
}

async function changeAmong(page: Page): Promise<void> {
  await page.locator('#newsletter').click()
  await shown(page, '#newsletter-note .saved')
}

async function openSmtp(page: Page, size: number): Promise<void> {
  await openNth(page, 1)
  await shown(page, '.part > *', size)
}

async function makeDefault(page: Page, size: number): Promise<void> {
  await page
    .locator('.part > *')
    .nth(size - 1)
    .locator('button:nth-child(3)')
    .click()
  await shown(page, '.saving-note .saved')
}

async function openPins(page: Page, size: number): Promise<void> {
  await openNth(page, 4)
  await page.locator('#data-conversation').selectOption({ label: 'Everything' })
  await page.locator('.board-form button').click()
  await shown(page, '.board > .part > *', size)
}

async function watched(page: Page, act: () => Promise<void>): Promise<{ longest: number; took: number }> {
  await page.evaluate(() => {
    const tasks: number[] = []
    const observer = new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration))
    })
    observer.observe({ entryTypes: ['longtask'] })
    Object.assign(window, { watched: { tasks, observer } })
  })
  const start = performance.now()
  await act()
  const took = performance.now() - start
  const longest = await page.evaluate(() => {
    const { tasks, observer } = Reflect.get(window, 'watched')
    tasks.push(...observer.takeRecords().map(({ duration }: PerformanceEntry) => duration))
    observer.disconnect()
    return Math.max(0, ...tasks)
  })
  return { longest, took }
}
