import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Computer, expect, liis, signIn, test } from '../e2e/support/app'
import { letIn, pack, placesIn } from './pack'
import { type Published, UpdateFeed } from './update-feed'

test.skip(process.platform !== 'linux', 'replaces an AppImage')
test.describe.configure({ mode: 'serial' })

let folder = ''
let feed: UpdateFeed

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'updates-'))
  const packed = await pack(join(folder, 'packed'))
  cpSync(packed, join(folder, 'app'), { recursive: true })
  const { program, resources } = placesIn(join(folder, 'app'))
  feed = await UpdateFeed.start()
  writeFileSync(join(resources, 'app-update.yml'), JSON.stringify({ provider: 'generic', url: feed.url }))
  await letIn(program)
})
test.afterAll(async () => {
  await feed.stop()
  rmSync(folder, { recursive: true, force: true })
})

const image = (computer: Computer) => join(computer.home, 'Fleep-Settings.AppImage')
const started = (computer: Computer) => join(computer.home, 'started')

/** What the banner says. */
const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

/** A program that only says that it was started. */
function newer(computer: Computer, version = '99.0.0'): Published {
  const bytes = Buffer.from(`#!/bin/sh\necho ${version} > '${started(computer)}'\n`)
  return { version, bytes, releaseNotes: 'It opens <b>at once</b>.\nAnd it is smaller.' }
}

async function startInstalled(computer: Computer): Promise<Page> {
  computer.packed = placesIn(join(folder, 'app')).program
  computer.variables = { APPIMAGE: image(computer), XDG_CACHE_HOME: join(computer.home, '.cache') }
  writeFileSync(image(computer), 'the old one')
  chmodSync(image(computer), 0o755)
  const page = await computer.start()
  await signIn(page, liis)
  await expect(page.getByText('Updates', { exact: true })).toBeVisible()
  return page
}

test('a newer version is offered with its notes, fetched when the person says so, and started', async ({
  computer,
}) => {
  feed.published = newer(computer)
  const page = await startInstalled(computer)
  await expect(told(page, 'Version 99.0.0 of this app is there.')).toBeVisible()
  await page.getByRole('button', { name: 'What is new' }).click()
  const notes = page.getByRole('dialog', { name: 'What is new in 99.0.0' })
  await expect(notes).toContainText('It opens <b>at once</b>.')
  await notes.getByRole('button', { name: 'Close' }).click()
  expect(feed.requests.filter((path) => path.endsWith('.AppImage'))).toEqual([])

  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect(told(page, 'Version 99.0.0 is ready.')).toBeVisible()
  expect(readFileSync(image(computer), 'utf8')).toBe('the old one')
  await computer.untilRemembered()
  await computer.untilEnded(() => page.getByRole('button', { name: 'Restart now' }).click())
  await expect.poll(() => readIfThere(started(computer))).toBe('99.0.0\n')
  expect(readFileSync(image(computer), 'utf8')).toContain('#!/bin/sh')
})

test('a version that is not wanted is not offered again, and can be had all the same', async ({ computer }) => {
  feed.published = newer(computer)
  const page = await startInstalled(computer)
  await page.getByRole('button', { name: 'Not this one' }).click()
  await expect(page.getByText('of this app is there')).toBeHidden()
  await computer.untilRemembered()
  await computer.quit()

  const again = await computer.start()
  await expect(again.getByText('Version 99.0.0 is there.')).toBeVisible()
  await expect(again.getByText('of this app is there')).toBeHidden()
  feed.published = newer(computer, '99.0.1')
  await again.getByRole('button', { name: 'Check now' }).click()
  await expect(told(again, 'Version 99.0.1 of this app is there.')).toBeVisible()
  await again.getByRole('button', { name: 'Not this one' }).click()
  await again.getByRole('button', { name: 'Update', exact: true }).click()
  await expect(told(again, 'Version 99.0.1 is ready.')).toBeVisible()
  expect(feed.requests.at(-1)).toContain('99.0.1.AppImage')
})

for (const [what, change] of [
  ['the same version', { version: '0.1.0' }],
  ['an older version', { version: '0.0.9' }],
  ['one that is not yet for this computer', { stagingPercentage: 0 }],
] as const) {
  test(`${what} is not offered`, async ({ computer }) => {
    feed.published = { ...newer(computer), ...change }
    const page = await startInstalled(computer)
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText('Looked for a newer version')).toBeVisible()
    await expect(page.getByText(/This is the newest version, as of/)).toBeVisible()
  })
}

test('one that was changed on its way is thrown away, and the app is as it was', async ({ computer }) => {
  const right = newer(computer)
  feed.published = {
    ...right,
    bytes: Buffer.from(right.bytes.map((byte, at) => (at === 20 ? byte + 1 : byte))),
    published: right.bytes,
  }
  const page = await startInstalled(computer)
  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect(page.getByText('What was downloaded is not what was published')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Restart now' })).toBeHidden()
  feed.published = right
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(told(page, 'Version 99.0.0 is ready.')).toBeVisible()
  expect(readFileSync(image(computer), 'utf8')).toBe('the old one')
})

test('when nobody can be asked, it says so on request only', async ({ computer }) => {
  feed.published = null
  const page = await startInstalled(computer)
  await expect(page.getByText('Nobody has looked for a newer version yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('The place where updates are published answers something else.')).toBeVisible()
})

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
