import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { quarters } from '../pictures'
import { center, inEstonian, setTextSize, startInPseudoLanguage, walkAnyhow } from './support/any-language'
import { type Computer, expect, kai, liis, signIn, test } from './support/app'
import { dropFile } from './support/drop-file'
import { openForm, rightMailServer, rowsOf, type } from './support/smtp-form'

// Pictures are compared where they were taken: other systems have other fonts, and a display has a frame around the window.
const isOnStandIn = process.platform === 'linux' && Boolean(process.env.ELECTRON_OVERRIDE_DIST_PATH)
test.skip(!isOnStandIn || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY), 'compared on the stand-in alone')

const wide = { width: 880, height: 680 }
const narrow = { width: 420, height: 680 }
/** How the window may look; each view is seen in each. */
const looks = {
  light: { ...wide, media: { colorScheme: 'light' } },
  dark: { ...wide, media: { colorScheme: 'dark' } },
  small: { ...narrow, media: { colorScheme: 'light', reducedMotion: 'reduce' } },
  contrast: { ...wide, media: { colorScheme: 'dark', forcedColors: 'active' } },
} as const

/** A test's server has another port each time. */
const whereTheServerIs = (page: Page) => [page.locator('#server'), page.locator('#password-help')]

for (const [look, { width, height, media }] of Object.entries(looks)) {
  test(`every view looks as it was approved: ${look}`, async ({ computer }) => {
    test.slow()
    const page = await computer.start()
    await page.getByLabel('Email or Fleep ID').waitFor()
    await page.emulateMedia(media)
    await computer.resize(width, height)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    const see = async (view: string) => {
      // Times of day are others each time.
      const mask = [page.getByText(/\d{1,2}:\d{2}/), ...whereTheServerIs(page)]
      await expect.soft(page).toHaveScreenshot(`${view}-${look}.png`, { mask })
    }
    await walk(computer, page, see)
  })
}

const speaking: Record<string, (computer: Computer) => Promise<Page>> = {
  estonian: (computer) => {
    computer.variables = inEstonian
    return computer.start()
  },
  // From right to left, and with longer texts than any language has.
  rtl: startInPseudoLanguage,
  large: async (computer) => {
    const page = await computer.start()
    await page.locator('#email').waitFor()
    await setTextSize(page, 200)
    return page
  },
}

for (const [look, start] of Object.entries(speaking)) {
  test(`what is read looks as it was approved: ${look}`, async ({ computer }) => {
    test.slow()
    const page = await start(computer)
    await page.locator('#email').waitFor()
    await computer.resize(wide.width, wide.height)
    await walkAnyhow(page, async (view) => {
      if (view === 'diagnostics') return
      const mask = whereTheServerIs(page)
      await expect.soft(page).toHaveScreenshot(`${view.replaceAll(' ', '-')}-${look}.png`, { mask })
    })
  })
}

async function walk(computer: Computer, page: Page, see: (view: string) => Promise<void>): Promise<void> {
  const open = (panel: string) => page.getByRole('button', { name: panel, exact: true }).click()
  await see('sign-in')
  await signIn(page, liis, 'not-her-password')
  await page.getByText('Incorrect email or password').waitFor()
  await see('sign-in-refused')
  await signIn(page, liis)
  await page.getByText('l.tamm@harbour.example').waitFor()
  await see('account')

  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await page.getByText('Saved').waitFor()
  await see('account-saved')
  computer.server.next('account/configure', { kind: 'status', status: 500 }, 3)
  await page.getByRole('switch', { name: 'Newsletter' }).click()
  const retry = page.getByRole('button', { name: 'Retry' })
  await retry.waitFor()
  // The banner comes and goes above, which moves all below it by a part of a pixel.
  await page.getByText('Offline.').waitFor({ state: 'detached' })
  await center(retry)
  await see('account-failed')
  await page.getByText('Advanced').click()
  await page.getByLabel('New name').scrollIntoViewIfNeeded()
  await see('account-advanced')
  await page.getByRole('button', { name: 'Change password…' }).click()
  await page.getByLabel('New password').fill('1234')
  await page.getByText('Very easy to guess').waitFor()
  await see('password')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Find a setting' }).fill('mail')
  await page.getByRole('option', { name: 'Add a mail server…' }).waitFor()
  await see('search')
  await page.keyboard.press('Escape')

  await open('SMTP')
  await rowsOf(page).nth(1).waitFor()
  await see('smtp')
  const form = await openForm(page)
  await type(form, { ...rightMailServer, port: 1 })
  await form.getByRole('button', { name: 'Check and save' }).click()
  await form.getByRole('alert').first().waitFor()
  await see('mail-server-failed')
  await page.keyboard.press('Escape')

  await open('Avatar')
  await see('avatar')
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quarters(400, 300).png().toBuffer())
  await dropFile(page, path)
  await page.locator('cropper-image').waitFor()
  await see('avatar-framed')
  await page.getByRole('button', { name: 'Cancel' }).click()

  await open('People')
  await page.getByLabel('Email addresses or Fleep IDs').fill(`${kai.email}, nobody@harbour.example`)
  await page.getByRole('button', { name: 'Look up' }).click()
  await page.getByRole('button', { name: `Leave out: ${kai.displayName}` }).waitFor()
  await see('people')
  await open('Your data')
  await page.getByLabel('Conversation').waitFor()
  await see('data')

  await computer.server.goAway()
  await page.getByText('Offline.').waitFor()
  await see('offline')
}
