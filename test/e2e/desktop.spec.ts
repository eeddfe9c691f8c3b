import { expectAccessible } from './support/accessibility'
import { type Computer, expect, liis, test } from './support/app'
import { isOnStandIn, setAccent } from './support/electron-record'

/** Sets the desktop's accent colour. @param rgba in hexadecimal; empty for none */
async function setAccentColour(computer: Computer, rgba: string): Promise<void> {
  await setAccent(computer, rgba)
  await computer.app.evaluate(({ systemPreferences }, colour) => {
    systemPreferences.emit('accent-color-changed', {}, colour)
  }, rgba)
}

test.describe('the desktop’s accent colour', () => {
  test.skip(!isOnStandIn, 'only the stand-in can change the accent colour')

  test('is used by the window and keeps every text readable', async ({ computer }) => {
    test.slow()
    const page = await computer.startSignedIn(liis)
    const accent = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('[role=switch]:checked') as Element).backgroundColor)
    // Blue, and colours with too little contrast: bright green, white, black.
    for (const rgba of ['3584e4ff', '00ff00ff', 'ffffffff', '000000ff']) {
      const previous = await accent()
      await setAccentColour(computer, rgba)
      await expect.poll(accent).not.toBe(previous)
      await expectAccessible(page)
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await page.getByRole('button', { name: 'Mail servers', exact: true }).click()
    await page.getByRole('button', { name: 'Add a mail server…' }).click()
    await page.getByRole('dialog').waitFor()
    await expectAccessible(page)
  })

  test('falls back to the app’s colour if the desktop has none', async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await setAccentColour(computer, 'e62d42ff')
    await expect(page.locator('html')).toHaveAttribute('data-accent', 'desktop')
    await setAccentColour(computer, '')
    await expect(page.locator('html')).toHaveAttribute('data-accent', 'own')
  })
})

test('a new user sees the hint about saving once', async ({ computer }) => {
  await computer.writePreferences({ toldOfBasics: false })
  const page = await computer.startSignedIn(liis)
  const message = 'Changes are saved right away'
  const hint = page.getByText(message)
  await expect(hint).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'OK' }).click()
  await expect(hint).toBeHidden()
  await computer.waitForStoredSession()
  await computer.quit()

  const restartedPage = await computer.start()
  await restartedPage.getByLabel('Name', { exact: true }).waitFor()
  await expect(restartedPage.getByText(message)).toBeHidden()
})

test('the sign-in view names the server that receives the password', async ({ computer }) => {
  const page = await computer.start()
  const { host } = new URL(computer.server.url)
  await expect(page.getByText(`Sent only to ${host}, never stored.`)).toBeVisible()
  await page.getByText('Advanced').click()
  await page.getByLabel('Server').fill('https://fleep.example')
  await expect(page.getByText('Sent only to fleep.example, never stored.')).toBeVisible()
})
