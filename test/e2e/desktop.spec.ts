import { type Computer, expect, liis, test } from './support/app'
import { expectNoViolations } from './support/violations'

/** The person chooses a colour for their desktop. @param rgba in hexadecimal */
async function chooseAccent(computer: Computer, rgba: string): Promise<void> {
  await computer.app.evaluate(({ systemPreferences }, colour) => {
    Reflect.get(globalThis, 'standIn').accent = colour
    systemPreferences.emit('accent-color-changed', {}, colour)
  }, rgba)
}

test.describe('the desktop’s own colour', () => {
  test.skip(!process.env.ELECTRON_OVERRIDE_DIST_PATH, 'only the stand-in’s desktop can be given another colour')

  test('is the window’s, and whatever it is, all can be read', async ({ computer }) => {
    test.slow()
    const page = await computer.startSignedIn(liis)
    const accent = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('[role=switch]:checked') as Element).backgroundColor)
    // Blue, and what could not be read as it is: the lightest green, white, black.
    for (const rgba of ['3584e4ff', '00ff00ff', 'ffffffff', '000000ff']) {
      const former = await accent()
      await chooseAccent(computer, rgba)
      await expect.poll(accent).not.toBe(former)
      await expectNoViolations(page)
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await page.getByRole('button', { name: 'SMTP', exact: true }).click()
    await page.getByRole('button', { name: 'Add a mail server…' }).click()
    await page.getByRole('dialog').waitFor()
    await expectNoViolations(page)
  })

  test('without one, the window has the app’s', async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await chooseAccent(computer, 'e62d42ff')
    await expect(page.locator('html')).toHaveAttribute('data-accent', 'desktop')
    await chooseAccent(computer, '')
    await expect(page.locator('html')).toHaveAttribute('data-accent', 'own')
  })
})

test('a newcomer is told once how things are changed here', async ({ computer }) => {
  await computer.writePreferences({ hasSeenHint: false })
  const page = await computer.startSignedIn(liis)
  const words = 'What you change here holds at once'
  const hint = page.getByText(words)
  await expect(hint).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'OK' }).click()
  await expect(hint).toBeHidden()
  await computer.untilRemembered()
  await computer.quit()

  const again = await computer.start()
  await again.getByLabel('Name', { exact: true }).waitFor()
  await expect(again.getByText(words)).toBeHidden()
})

test('before a password is typed, it is said where it goes', async ({ computer }) => {
  const page = await computer.start()
  const { host } = new URL(computer.server.url)
  await expect(page.getByText(`It goes to ${host} alone and is not kept.`)).toBeVisible()
  await page.getByText('Advanced').click()
  await page.getByLabel('Server').fill('https://fleep.example')
  await expect(page.getByText('It goes to fleep.example alone and is not kept.')).toBeVisible()
})
