import type { Page } from '@playwright/test'
import { setTextSize } from '../support/any-language'
import { expect, liis, openThisApp, readState, test } from '../support/app'
import { openedUrls } from '../support/electron-record'

const row = (page: Page, id: string) => page.locator('.row', { has: page.locator(`[id="${id}-note"]`) })
const rowLabels = (page: Page, group: string) =>
  page.getByRole('region', { name: group, exact: true }).locator('.row-label').allTextContents()

test('This app has its own entry, and Account has only what is stored with the account', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const email = ['Email notifications', 'Mute email from new senders', 'Newsletter', 'Links in Fleep’s emails']
  await expect.poll(() => rowLabels(page, 'Email')).toEqual(email)
  for (const label of ['Language', 'Start at login', 'Diagnostics']) {
    await expect(page.locator('.row-label').getByText(label, { exact: true })).toHaveCount(0)
  }
  await openThisApp(page)
  expect(await rowLabels(page, 'General')).toEqual(expect.arrayContaining(['Language', 'Start at login']))
  expect(await rowLabels(page, 'About')).toEqual(['Version', 'Password storage', 'Diagnostics', 'Help'])
})

test('the hidden switches are closed at first, and their title says what is inside', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const summary = page.locator('summary')
  await expect(summary).toHaveText('Advanced Hidden switches of Fleep’s other apps')
  await expect(page.getByLabel('Another flag')).toBeHidden()
  await summary.click()
  await expect(page.getByLabel('Another flag')).toBeVisible()
})

test('the version and the server are shown, and can be selected', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await openThisApp(page)
  const version = row(page, 'version').locator('.value')
  const { appVersion } = await readState(page)
  expect(appVersion).toMatch(/^\d+\.\d+\.\d+/)
  await expect(version).toHaveText(appVersion)
  await version.dblclick()
  expect(appVersion).toContain(await page.evaluate(() => String(getSelection()).trim() || 'nothing'))
  await page.locator('summary').click()
  await expect(row(page, 'fleepServer')).toContainText(computer.server.url)
})

test('the help opens in the browser', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await openThisApp(page)
  await page.getByRole('link', { name: 'Open Fleep’s help' }).click()
  const opened = () => openedUrls(computer)
  await expect.poll(opened).toEqual(['https://fleep.zendesk.com/hc/en-us'])
})

test('This app can be used while the account is not there yet', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  await computer.quit()
  await computer.server.stop()
  const offline = await computer.start()
  await expect(offline.getByText('Your settings will appear when')).toBeVisible()
  await openThisApp(offline)
  await offline.getByRole('switch', { name: 'Start at login' }).check()
  await expect(offline.getByText('Saved')).toBeVisible()
  await expect(row(offline, 'version')).toBeVisible()
  expect(page.isClosed()).toBe(true)
})

test('the six entries of the navigation fit into narrow windows and at twice the text size', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await openThisApp(page)
  for (const [width, textSize] of [
    [420, 100],
    [320, 100],
    [420, 200],
    [640, 200],
  ] as const) {
    await computer.resize(width, 680)
    await setTextSize(page, textSize)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    const cut = await page.evaluate(() => {
      const entries = [...document.querySelectorAll<HTMLElement>('nav, nav .entry')]
      const isCut = ({ scrollWidth, clientWidth }: Element) => scrollWidth > clientWidth + 1
      const scrolls = ['html', '.window', '.sidebar'].flatMap((name) => [...document.querySelectorAll(name)])
      return [...entries, ...scrolls].filter(isCut).map(({ textContent }) => textContent)
    })
    expect(cut, `${width} px, ${textSize} %`).toEqual([])
  }
})
