import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Computer, expect, liis, openThisApp, serverAccount, signIn, test } from '../e2e/support/app'
import { allowDebugging, copyPacked, pack, pathsIn } from './pack'
import { type Release, UpdateFeed } from './update-feed'

test.skip(process.platform !== 'linux', 'replaces an AppImage')
test.describe.configure({ mode: 'serial' })

let folder = ''
let feed: UpdateFeed

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'updates-'))
  const packed = await pack(join(folder, 'packed'))
  copyPacked(packed, join(folder, 'app'))
  const { program, resources } = pathsIn(join(folder, 'app'))
  feed = await UpdateFeed.start()
  writeFileSync(join(resources, 'app-update.yml'), JSON.stringify({ provider: 'generic', url: feed.url }))
  await allowDebugging(program)
})
test.afterAll(async () => {
  await feed.stop()
  rmSync(folder, { recursive: true, force: true })
})

const appImage = (computer: Computer) => join(computer.home, 'Fleep-Settings.AppImage')
const startedMarker = (computer: Computer) => join(computer.home, 'started')

/** The banner with this text. */
const banner = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

/** A release whose program only writes a marker file when started. */
function newerRelease(computer: Computer, version = '99.0.0'): Release {
  const bytes = Buffer.from(`#!/bin/sh\necho ${version} > '${startedMarker(computer)}'\n`)
  return { version, bytes, releaseNotes: 'It opens <b>at once</b>.\nAnd it is smaller.' }
}

async function startInstalled(computer: Computer): Promise<Page> {
  computer.packedProgram = pathsIn(join(folder, 'app')).program
  computer.extraEnv = { APPIMAGE: appImage(computer), XDG_CACHE_HOME: join(computer.home, '.cache') }
  writeFileSync(appImage(computer), 'the old version')
  chmodSync(appImage(computer), 0o755)
  const page = await computer.start()
  await signIn(page, liis)
  await openThisApp(page)
  await expect(page.getByText('Updates', { exact: true })).toBeVisible()
  return page
}

test('a newer version is offered with its notes, downloaded on request and started', async ({ computer }) => {
  feed.release = newerRelease(computer)
  const page = await startInstalled(computer)
  await expect(banner(page, 'Version 99.0.0 of this app is available.')).toBeVisible()
  await page.getByRole('button', { name: 'What’s new' }).click()
  const notes = page.getByRole('dialog', { name: 'What’s new in 99.0.0' })
  await expect(notes).toContainText('It opens <b>at once</b>.')
  await notes.getByRole('button', { name: 'Close' }).click()
  expect(feed.requests.filter((path) => path.endsWith('.AppImage'))).toEqual([])

  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect(banner(page, 'Version 99.0.0 is ready.')).toBeVisible()
  expect(readFileSync(appImage(computer), 'utf8')).toBe('the old version')
  await computer.waitForStoredSession()
  await computer.waitForExit(() => page.getByRole('button', { name: 'Restart now' }).click())
  await expect.poll(() => readIfExists(startedMarker(computer))).toBe('99.0.0\n')
  expect(readFileSync(appImage(computer), 'utf8')).toContain('#!/bin/sh')
})

test('"Restart now" saves what is typed, also where the system closes the windows before the app quits', async ({
  computer,
}) => {
  feed.release = newerRelease(computer)
  const page = await startInstalled(computer)
  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect(banner(page, 'Version 99.0.0 is ready.')).toBeVisible()
  await computer.waitForStoredSession()
  // The order of macOS. Source: Electron's docs/api/auto-updater.md, quitAndInstall.
  await computer.app.evaluate(({ autoUpdater, BrowserWindow }) => {
    autoUpdater.on('before-quit-for-update', () => {
      for (const window of BrowserWindow.getAllWindows()) window.close()
    })
  })
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByLabel('Name', { exact: true }).fill('Liis of the Meadow')
  await computer.waitForExit(() => page.getByRole('button', { name: 'Restart now' }).click())
  await expect.poll(() => readIfExists(startedMarker(computer))).toBe('99.0.0\n')
  expect(serverAccount(computer, liis).displayName).toBe('Liis of the Meadow')
})

test('a skipped version is not offered again, but can still be installed', async ({ computer }) => {
  feed.release = newerRelease(computer)
  const page = await startInstalled(computer)
  await page.getByRole('button', { name: 'Skip this version' }).click()
  await expect(page.getByText('of this app is available')).toBeHidden()
  await computer.waitForStoredSession()
  await computer.quit()

  const restartedPage = await computer.start()
  await openThisApp(restartedPage)
  await expect(restartedPage.getByText('Version 99.0.0 is available.')).toBeVisible()
  await expect(restartedPage.getByText('of this app is available')).toBeHidden()
  feed.release = newerRelease(computer, '99.0.1')
  await restartedPage.getByRole('button', { name: 'Check now' }).click()
  await expect(banner(restartedPage, 'Version 99.0.1 of this app is available.')).toBeVisible()
  await restartedPage.getByRole('button', { name: 'Skip this version' }).click()
  await restartedPage.getByRole('button', { name: 'Update', exact: true }).click()
  await expect(banner(restartedPage, 'Version 99.0.1 is ready.')).toBeVisible()
  expect(feed.requests.at(-1)).toContain('99.0.1.AppImage')
})

for (const [name, change] of [
  ['the same version', { version: '0.1.0' }],
  ['an older version', { version: '0.0.9' }],
  ['a version in a staged roll-out for other computers', { stagingPercentage: 0 }],
] as const) {
  test(`${name} is not offered`, async ({ computer }) => {
    feed.release = { ...newerRelease(computer), ...change }
    const page = await startInstalled(computer)
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText(/Up to date. Last checked/)).toBeVisible()
  })
}

test('a download with a wrong checksum is discarded', async ({ computer }) => {
  const release = newerRelease(computer)
  feed.release = {
    ...release,
    bytes: Buffer.from(release.bytes.map((byte, at) => (at === 20 ? byte + 1 : byte))),
    checksummedBytes: release.bytes,
  }
  const page = await startInstalled(computer)
  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await expect(page.getByText('doesn’t match the published file')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Restart now' })).toBeHidden()
  feed.release = release
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(banner(page, 'Version 99.0.0 is ready.')).toBeVisible()
  expect(readFileSync(appImage(computer), 'utf8')).toBe('the old version')
})

test('a failed update check is reported only on request', async ({ computer }) => {
  feed.release = null
  const page = await startInstalled(computer)
  await expect(page.getByText('Not checked yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('Unexpected answer from the update server.')).toBeVisible()
})

test('the menu checks for updates and shows how it ended, signed in or not', async ({ computer }) => {
  feed.release = { ...newerRelease(computer), version: '0.1.0' }
  const page = await startInstalled(computer)
  const check = () =>
    computer.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('updates')?.click())
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await check()
  await expect(page.getByRole('button', { name: 'Check now' })).toBeFocused()
  await expect(page.getByText(/Up to date. Last checked/)).toBeVisible()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Email or Fleep ID').waitFor()
  await check()
  const dialog = page.getByRole('dialog', { name: 'This app' })
  await expect(dialog.getByRole('button', { name: 'Check now' })).toBeFocused()
  await expect(dialog.getByText(/Up to date. Last checked/)).toBeVisible()
})

function readIfExists(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
