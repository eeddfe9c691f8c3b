import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { pseudoLanguage } from '../../pseudo-language'
import { type Computer, kai, liis } from './app'

/** Environment of a computer whose system language is Estonian. */
export const estonianEnv = { LANG: 'et_EE.UTF-8' }

/** Why the system's language cannot be set for a test; undefined where it can. */
export const whyNoSystemLanguage =
  process.platform === 'linux' ? undefined : 'macOS and Windows have one language for all programs of a user'

/** Starts the app in the tests' pseudo-language, which is written from right to left. */
export async function startInPseudoLanguage(computer: Computer): Promise<Page> {
  const path = join(computer.home, 'language.json')
  await writeFile(path, JSON.stringify(pseudoLanguage()))
  computer.extraEnv.FLEEP_SETTINGS_LANGUAGE = path
  return computer.start()
}

/** Signs in through element ids, so that it works in any language. */
export async function signInInAnyLanguage(page: Page): Promise<void> {
  await page.locator('#email').fill(liis.email)
  await page.locator('#password').fill(liis.password)
  await page.keyboard.press('Enter')
  await page.locator('#displayName').waitFor()
}

/** Sets the system's text size. @param percent of the default size */
export async function setTextSize(page: Page, percent: number): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Page.setFontSizes', { fontSizes: { standard: (16 * percent) / 100 } })
}

/** Opens the panel at this position in the navigation; the first is 0. */
export const openPanelAt = (page: Page, index: number) => page.locator('nav .entry').nth(index).click()

/** Scrolls to a fixed position: where a click alone scrolls to varies, and screenshots would show it. */
export function scrollToCenter(element: Locator): Promise<void> {
  return element.evaluate((node) => node.scrollIntoView({ block: 'center' }))
}

async function scrollAndClick(button: Locator): Promise<void> {
  await scrollToCenter(button)
  await button.click()
}

/** Opens every view that needs no mail server, and calls `onView` in each. */
export async function visitAllViews(page: Page, onView: (view: string) => Promise<void>): Promise<void> {
  const dialog = page.locator('dialog[open]')
  const visitDialog = async (view: string, button: Locator, beforeView?: () => Promise<void>) => {
    await scrollAndClick(button)
    await dialog.waitFor()
    await beforeView?.()
    await onView(view)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await scrollAndClick(page.locator('summary'))
  await onView('sign-in')
  await signInInAnyLanguage(page)
  await page.getByText('l.tamm@harbour.example').first().waitFor()
  await scrollAndClick(page.locator('.group summary'))
  await page.locator('[id="flag-emoticons_old"]').waitFor()
  await onView('account')
  await visitDialog('removing an address', page.locator('.row-actions button:not([aria-disabled=true])').nth(1))
  await visitDialog('password', page.locator('#changePassword'), async () => {
    await page.locator('#new-password').fill('1234')
    await page.locator('meter').waitFor()
  })
  await visitDialog('link', page.locator('#mailed-links'))
  await openPanelAt(page, 1)
  await page.locator('.with-actions').nth(1).waitFor()
  await onView('smtp')
  await visitDialog('mail server', page.locator('#add-mail-server'))
  await openPanelAt(page, 2)
  await page.locator('#choose-picture').waitFor()
  await onView('avatar')
  await openPanelAt(page, 3)
  await page.locator('#people-addresses').fill(`${kai.email}, nobody@harbour.example`)
  await page.locator('button[type=submit]').click()
  await page.locator('tbody tr').nth(1).waitFor()
  await onView('people')
  await openPanelAt(page, 4)
  await page.locator('#data-conversation').selectOption({ index: 1 })
  await page.locator('#board-section').waitFor()
  await onView('data')
  await openPanelAt(page, 5)
  await scrollAndClick(page.locator('.group summary'))
  await page.locator('#fleepServer-note').waitFor({ state: 'attached' })
  await onView('app')
  await visitDialog('diagnostics', page.locator('#diagnostics'))
  // A button that the dialog has just uncovered under a still pointer takes no click.
  await page.mouse.move(1, 1)
  await visitDialog('keychain-check', page.locator('#keychainCheck'), () =>
    page.locator('.keychain-outcome :is(.saved, .error)').waitFor(),
  )
}
