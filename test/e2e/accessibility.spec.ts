import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startOddServer } from '../mail/mail-servers'
import { quarters } from '../pictures'
import { expect, kai, liis, onServer, signIn, test } from './support/app'
import { dropFile } from './support/drop-file'
import { checkAndSave, openForm, openSmtp, rightMailServer, type } from './support/smtp-form'
import { expectNoViolations } from './support/violations'

test('signed out: no violation, with and without errors', async ({ computer }) => {
  const page = await computer.start()
  await page.getByLabel('Email or Fleep ID').waitFor()
  await expectNoViolations(page)
  await page.getByText('Advanced').click()
  await signIn(page, liis, 'not-her-password')
  await expect(page.getByText('Incorrect email or password')).toBeVisible()
  await expectNoViolations(page)
})

test('signed in: no violation in any panel, when saved, refused or offline', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByText('Advanced').click()
  await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
  await page.getByRole('button', { name: 'SMTP' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(2)
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Remove: l.tamm@harbour.example' }).click()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await computer.server.goAway()
  await page.getByLabel('Phone number').fill('1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
  await expectNoViolations(page)
  for (const panel of ['SMTP', 'Avatar']) {
    await page.getByRole('button', { name: panel }).click()
    await expect(page.getByRole('heading', { name: panel })).toBeVisible()
    await expectNoViolations(page)
  }
})

test('a mail server’s form: no violation, when checking and when it failed', async ({ computer, useMailServer }) => {
  const port = await useMailServer(startOddServer(() => undefined))
  const page = await openSmtp(computer, liis)
  const form = await openForm(page)
  await type(form, { address: 'liis@gmail.com' })
  await page.keyboard.press('Tab')
  await expect(form.getByRole('link')).toBeVisible()
  await expectNoViolations(page)
  await type(form, { ...rightMailServer, port, encryption: 'None' })
  await checkAndSave(form)
  await expect(form.getByRole('button', { name: 'Stop the check' })).toBeVisible()
  await expectNoViolations(page)
  await form.getByRole('button', { name: 'Stop the check' }).click()
  await expect(form.getByText('The check was stopped.')).toBeVisible()
  await expectNoViolations(page)
})

test('a picture in its frame, and one that cannot be used: no violation', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quarters(400, 300).png().toBuffer())
  await dropFile(page, path)
  await expect(page.locator('cropper-image')).toBeVisible()
  await expectNoViolations(page)
  await computer.resize(420, 700)
  await page.getByText('As large as it gets').click()
  await expectNoViolations(page)
  await dropFile(page, computer.home)
  await expect(page.getByText('This is a folder.')).toBeVisible()
  await expectNoViolations(page)
})

test('settings that were searched for: no violation', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  for (const typed of ['mail', 'elephant']) {
    await page.getByRole('combobox', { name: 'Find a setting' }).fill(typed)
    await expect(page.locator('.search-results')).toBeVisible()
    await expectNoViolations(page)
  }
  await computer.resize(420, 700)
  await expectNoViolations(page)
})

test('people who were looked up: no violation, in any width', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'People' }).click()
  await page.getByLabel('Email addresses or Fleep IDs').fill(`${kai.email}, nobody@harbour.example`)
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
  await expectNoViolations(page)
  await computer.resize(420, 700)
  await expectNoViolations(page)
})

test('dialogs: no violation', async ({ computer }) => {
  const page = await computer.startSignedIn(kai)
  await page.getByRole('button', { name: 'Choose an address…' }).click()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Change password…' }).click()
  await page.getByLabel('New password').fill('1234')
  await expect(page.getByText('Very easy to guess')).toBeVisible()
  await expectNoViolations(page)
  await page.keyboard.press('Escape')
  computer.server.state.endSessions(onServer(computer, kai))
  await page.getByRole('switch', { name: 'Newsletter' }).click()
  await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible()
  await expectNoViolations(page)
})

test.describe('with a locked keyring', () => {
  test.use({ keyringSetUp: 'locked' })

  test('banners and notices: no violation', async ({ computer }) => {
    test.skip(!computer.keyring, 'needs a keyring of its own')
    const page = await computer.startSignedIn(liis)
    await expect(page.getByText('Secret Service is locked')).toBeVisible()
    computer.server.state.endSessions(onServer(computer, liis))
    await page.getByRole('switch', { name: 'Newsletter' }).click()
    await page.getByRole('button', { name: 'Not now' }).click()
    await expect(page.getByRole('button', { name: 'Enter password' })).toBeVisible()
    await expectNoViolations(page)
    await computer.untilRemembered()
    await computer.quit()
    const again = await computer.start()
    await expect(again.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expectNoViolations(again)
  })
})

test('nothing is cut off or needs scrolling sideways at any width', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByText('Advanced').click()
  for (const width of [420, 640, 641, 880, 1920]) {
    await computer.resize(width, 700)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    const overflowing = await page.evaluate(
      () =>
        [...document.querySelectorAll('main, .card, .row, .sidebar')].filter(
          (element) => element.scrollWidth > element.clientWidth + 1,
        ).length,
    )
    expect(overflowing, `${width} px`).toBe(0)
    // Only the panel scrolls, never the window as a whole.
    const excess = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
    expect(excess, `${width} px`).toBe(0)
  }
  await computer.resize(420, 700)
  await expectNoViolations(page)
})
