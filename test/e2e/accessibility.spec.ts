import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { startTcpServer } from '../mail/mail-servers'
import { quadrants } from '../pictures'
import { expectAccessible } from './support/accessibility'
import { setTextSize } from './support/any-language'
import { expect, kai, liis, serverAccount, signIn, test } from './support/app'
import { dropFile } from './support/drop-file'
import { checkAndSave, fillForm, openAddForm, openSmtpPanel, stopCheck, validMailServer } from './support/smtp-form'

test('the sign-in view is accessible, with and without an error', async ({ computer }) => {
  const page = await computer.start()
  await page.getByLabel('Email or Fleep ID').waitFor()
  await expectAccessible(page)
  await page.getByText('Advanced').click()
  await signIn(page, liis, 'not-her-password')
  await expect(page.getByText('Incorrect email or password')).toBeVisible()
  await expectAccessible(page)
})

test('the panels are accessible after a save, with a dialog open and offline', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByText('Advanced').click()
  await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(2)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Remove: l.tamm@harbour.example' }).click()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await computer.server.stop()
  await page.getByLabel('Phone number').fill('1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
  await expectAccessible(page)
  for (const panel of ['Mail servers', 'Avatar']) {
    await page.getByRole('button', { name: panel }).click()
    await expect(page.getByRole('heading', { name: panel })).toBeVisible()
    await expectAccessible(page)
  }
})

test('the mail server form is accessible during a check and after a stopped one', async ({
  computer,
  useMailServer,
}) => {
  const port = await useMailServer(startTcpServer(() => undefined))
  const page = await openSmtpPanel(computer, liis)
  const form = await openAddForm(page)
  await fillForm(form, { address: 'liis@gmail.com' })
  await page.keyboard.press('Tab')
  await expect(form.getByRole('link')).toBeVisible()
  await expectAccessible(page)
  await fillForm(form, { ...validMailServer, port, encryption: 'None' })
  await checkAndSave(form)
  await expect(form.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
  await expectAccessible(page)
  await stopCheck(form)
  await expect(form.getByText('Check stopped.')).toBeVisible()
  await expectAccessible(page)
})

test('the Avatar panel is accessible with a picture in its frame and with an unusable file', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(400, 300).png().toBuffer())
  await dropFile(page, path)
  await expect(page.locator('cropper-image')).toBeVisible()
  await expectAccessible(page)
  await computer.resize(420, 700)
  await page.getByText('Full size').click()
  await expectAccessible(page)
  await dropFile(page, computer.home)
  await expect(page.getByText('This is a folder.')).toBeVisible()
  await expectAccessible(page)
})

test('the search results are accessible', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  for (const query of ['mail', 'delete account', 'elephant']) {
    await page.getByRole('combobox', { name: 'Find a setting' }).fill(query)
    await expect(page.locator('.search-results')).toBeVisible()
    await expectAccessible(page)
  }
  await computer.resize(420, 700)
  await expectAccessible(page)
})

test('the People panel is accessible with results, wide and narrow', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'People' }).click()
  await page.getByLabel('Email addresses or Fleep IDs').fill(`${kai.email}, nobody@harbour.example`)
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
  await expectAccessible(page)
  await computer.resize(420, 700)
  await expectAccessible(page)
})

test('the dialogs are accessible', async ({ computer }) => {
  const page = await computer.startSignedIn(kai)
  await page.getByRole('button', { name: 'Choose a Fleep ID…' }).click()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Change password…' }).click()
  await page.getByLabel('New password').fill('1234')
  await expect(page.getByText('Very easy to guess')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  computer.server.state.endSessions(serverAccount(computer, kai))
  await page.getByRole('switch', { name: 'Newsletter' }).click()
  await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible()
  await expectAccessible(page)
})

test.describe('with a locked keyring', () => {
  test.use({ keyringState: 'locked' })

  test('banners and notices are accessible', async ({ computer }) => {
    test.skip(!computer.keyring, 'needs its own keyring')
    const page = await computer.startSignedIn(liis)
    await expect(page.getByText('the keyring is locked')).toBeVisible()
    computer.server.state.endSessions(serverAccount(computer, liis))
    await page.getByRole('switch', { name: 'Newsletter' }).click()
    await page.getByRole('button', { name: 'Not now' }).click()
    await expect(page.getByRole('button', { name: 'Enter password' })).toBeVisible()
    await expectAccessible(page)
    await computer.waitForStoredSession()
    await computer.quit()
    const restartedPage = await computer.start()
    await expect(restartedPage.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expectAccessible(restartedPage)
  })
})

test('nothing is cut off or scrolls sideways at any width', async ({ computer }) => {
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
    // Only the panel scrolls, never the whole window.
    const excess = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
    expect(excess, `${width} px`).toBe(0)
  }
  await computer.resize(420, 700)
  await expectAccessible(page)
})

test('nothing scrolls sideways at twice the text size, or in a window as narrow as with much zoom', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(400, 300).png().toBuffer())
  const expectFit = async (where: string) => {
    const excess = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.querySelector('.window') ?? document.body
      return scrollWidth - clientWidth
    })
    expect(excess, where).toBe(0)
  }
  for (const [width, percent] of [
    [420, 200],
    [640, 200],
    [320, 100],
  ] as const) {
    await setTextSize(page, percent)
    await page.setViewportSize({ width, height: 680 })
    for (const entry of await page.locator('nav .entry').all()) {
      await entry.click()
      await expectFit(`${await entry.textContent()} at ${width} px, text at ${percent} %`)
    }
    await dropFile(page, path)
    await page.locator('cropper-image').waitFor()
    await expectFit(`the frame at ${width} px, text at ${percent} %`)
  }
})

test('a frame that becomes smaller shows the same part of the picture', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(400, 300).png().toBuffer())
  await dropFile(page, path)
  await page.locator('cropper-image').waitFor()
  await page.locator('.frame').focus()
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('+')
  await page.setViewportSize({ width: 320, height: 680 })
  await expect.poll(() => page.locator('.frame').evaluate(({ clientWidth }) => clientWidth)).toBeLessThan(280)
  await page.mouse.move(1, 1)
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await page.locator('#avatar-note .saved').waitFor()
  const bytes = serverAccount(computer, liis).picture?.bytes ?? Buffer.alloc(0)
  const { width, height } = await sharp(bytes).metadata()
  // The shorter side, zoomed in three times.
  expect(width).toBe(height)
  expect(width).toBeCloseTo(300 / 1.1 ** 3, -0.5)
})

test('rows with something typed, saved, failed and removed are accessible, and so is asking before quitting', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  await page.getByText('Advanced').click()
  await page.getByRole('switch', { name: 'Full privacy' }).check()
  await page.getByRole('button', { name: 'Remove sound' }).click()
  await expect(page.locator('#clientSetting-sound')).toBeDisabled()
  computer.server.planFault('account/configure', { kind: 'status', status: 431 }, 3)
  await page.locator('#phoneNumber').fill('1')
  await page.keyboard.press('Enter')
  await expect(page.locator('#phoneNumber-note .error')).toBeVisible()
  await page.locator('#displayName').fill('Liis Saar')
  await expectAccessible(page)
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(page.getByRole('dialog', { name: 'Quit without saving?' })).toBeVisible()
  await expectAccessible(page)
})
