import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { startTcpServer } from '../mail/mail-servers'
import { quadrants } from '../pictures'
import { estonianEnv, scrollToCenter, setTextSize, startInPseudoLanguage, visitAllViews } from './support/any-language'
import { allQuirksExcept, type Computer, expect, kai, liis, signIn, test } from './support/app'
import { dropFile } from './support/drop-file'
import { checkAndSave, fillForm, mailServerRows, openAddForm, validMailServer } from './support/smtp-form'

// Screenshots are compared only where they were taken: fonts differ per system, and a display adds a window frame.
const isOnStandIn = process.platform === 'linux' && Boolean(process.env.ELECTRON_OVERRIDE_DIST_PATH)
test.skip(!isOnStandIn || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY), 'compared on the stand-in only')

// The approved pictures have the mark of the default mail server, and no note about an address that cannot be shown.
test.use({ quirks: allQuirksExcept('smtp-without-default', 'alias-without-email') })

const wide = { width: 880, height: 680 }
const narrow = { width: 420, height: 680 }
/** Every view is compared in each of these. */
const looks = {
  light: { ...wide, media: { colorScheme: 'light' } },
  dark: { ...wide, media: { colorScheme: 'dark' } },
  small: { ...narrow, media: { colorScheme: 'light', reducedMotion: 'reduce' } },
  contrast: { ...wide, media: { colorScheme: 'dark', forcedColors: 'active' } },
} as const

/** Show the local server's port, which differs in each run. */
const differentInEachRun = (page: Page) => [
  page.locator('#server'),
  page.locator('#password-help'),
  page.getByText(/^https?:\/\/127/),
  page.locator('.account-id'),
]

/** The room for messages is as high as the highest so far. A message that comes and goes would decide how far a view scrolls. */
const forgetMessages = (page: Page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(':root { --highest-message: 0px !important }')
    document.adoptedStyleSheets = [sheet]
  })

for (const [look, { width, height, media }] of Object.entries(looks)) {
  test(`every view matches its approved screenshot: ${look}`, async ({ computer }) => {
    test.slow()
    const page = await computer.start()
    await page.getByLabel('Email or Fleep ID').waitFor()
    await page.emulateMedia(media)
    await computer.resize(width, height)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    const comparePicture = async (view: string) => {
      // Times of day differ in each run.
      const mask = [page.getByText(/\d{1,2}:\d{2}/), ...differentInEachRun(page)]
      await forgetMessages(page)
      await expect.soft(page).toHaveScreenshot(`${view}-${look}.png`, { mask })
    }
    await visitViews(computer, page, comparePicture)
  })
}

const languageSetups: Record<string, (computer: Computer) => Promise<Page>> = {
  estonian: (computer) => {
    computer.extraEnv = estonianEnv
    return computer.start()
  },
  // Right to left, and with longer texts than any real language.
  rtl: startInPseudoLanguage,
  large: async (computer) => {
    const page = await computer.start()
    await page.locator('#email').waitFor()
    await setTextSize(page, 200)
    return page
  },
}

for (const [look, start] of Object.entries(languageSetups)) {
  test(`every view in another language or text size matches its approved screenshot: ${look}`, async ({ computer }) => {
    test.slow()
    const page = await start(computer)
    await page.locator('#email').waitFor()
    await computer.resize(wide.width, wide.height)
    await visitAllViews(page, async (view) => {
      if (view === 'diagnostics' || view === 'keychain-check') return
      const mask = differentInEachRun(page)
      await expect.soft(page).toHaveScreenshot(`${view.replaceAll(' ', '-')}-${look}.png`, { mask })
    })
  })
}

/** The states in which texts are longest. */
async function visitMailServerForm(form: Locator, comparePicture: (view: string) => Promise<void>): Promise<void> {
  await fillForm(form, { encryption: 'TLS', port: 587 })
  await comparePicture('mail-server-587-tls')
  await fillForm(form, { encryption: 'STARTTLS', port: 465 })
  await comparePicture('mail-server-465-starttls')
  await fillForm(form, { encryption: 'None', port: 25 })
  await comparePicture('mail-server-no-encryption')
  // What answers speaks no TLS, so the check fails at that step. Its port differs in each run.
  const plain = await startTcpServer((socket) => socket.end('220 plain\r\n'))
  await fillForm(form, { encryption: 'TLS', port: plain.port })
  await checkAndSave(form)
  await form.getByRole('alert').first().waitFor()
  await form.locator('#mail-port, #mail-encryption-error').evaluateAll((elements) => {
    for (const element of elements) element.style.visibility = 'hidden'
  })
  await comparePicture('mail-server-encryption-failed')
  await plain.stop()
}

async function visitViews(
  computer: Computer,
  page: Page,
  comparePicture: (view: string) => Promise<void>,
): Promise<void> {
  const open = (panel: string) => page.getByRole('button', { name: panel, exact: true }).click()
  await comparePicture('sign-in')
  await signIn(page, liis, 'not-her-password')
  await page.getByText('Incorrect email or password').waitFor()
  await comparePicture('sign-in-refused')
  await signIn(page, liis)
  await page.getByText('l.tamm@harbour.example').waitFor()
  await comparePicture('account')

  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await page.getByText('Saved').waitFor()
  await comparePicture('account-saved')
  computer.server.planFault('account/configure', { kind: 'status', status: 500 }, 3)
  await page.getByRole('switch', { name: 'Newsletter' }).click()
  const retry = page.getByRole('button', { name: 'Retry' })
  await retry.waitFor()
  // The banner above comes and goes, which moves everything below by a fraction of a pixel.
  await page.getByText('Offline.').waitFor({ state: 'detached' })
  await scrollToCenter(retry)
  await comparePicture('account-failed')
  await page.getByText('Advanced').click()
  await page.getByLabel('New name').scrollIntoViewIfNeeded()
  await comparePicture('account-advanced')
  await page.getByRole('button', { name: 'Change password…' }).click()
  await page.getByLabel('New password').fill('1234')
  await page.getByText('Very easy to guess').waitFor()
  await comparePicture('password')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Find a setting' }).fill('mail')
  await page.getByRole('option', { name: 'Add a mail server…' }).waitFor()
  await comparePicture('search')
  await page.keyboard.press('Escape')

  await open('Mail servers')
  await mailServerRows(page).nth(1).waitFor()
  await comparePicture('smtp')
  const form = await openAddForm(page)
  await fillForm(form, { ...validMailServer, port: 1 })
  await form.getByRole('button', { name: 'Check and save' }).click()
  await form.getByRole('alert').first().waitFor()
  await comparePicture('mail-server-failed')
  await visitMailServerForm(form, comparePicture)
  await page.keyboard.press('Escape')

  await open('Avatar')
  await comparePicture('avatar')
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(400, 300).png().toBuffer())
  await dropFile(page, path)
  await page.locator('cropper-image').waitFor()
  await comparePicture('avatar-framed')
  await page.getByRole('button', { name: 'Cancel' }).click()

  await open('People')
  await page.getByLabel('Email addresses or Fleep IDs').fill(`${kai.email}, nobody@harbour.example`)
  await page.getByRole('button', { name: 'Look up' }).click()
  await page.getByRole('button', { name: `Leave out: ${kai.displayName}` }).waitFor()
  await comparePicture('people')
  await open('Your data')
  await page.getByLabel('Conversation').waitFor()
  await comparePicture('data')

  await computer.server.stop()
  await page.getByText('Offline.').waitFor()
  // The host and the time are of different lengths in each run, so that the message may be higher.
  await page.locator('.banner p').evaluate((message) => {
    message.textContent = 'Offline. Couldn’t reach the server.'
  })
  await comparePicture('offline')
}
