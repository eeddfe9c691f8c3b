import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { pseudoLanguage } from '../../pseudo-language'
import { type Computer, kai, liis } from './app'

/** Of a computer whose system speaks Estonian. */
export const inEstonian = { LANG: 'et_EE.UTF-8' }

/** The app in a language of the tests, which runs from right to left. */
export async function startInPseudoLanguage(computer: Computer): Promise<Page> {
  const path = join(computer.home, 'language.json')
  await writeFile(path, JSON.stringify(pseudoLanguage()))
  computer.variables.FLEEP_SETTINGS_LANGUAGE = path
  return computer.start()
}

/** By what does not depend on the language. */
export async function signInAnyhow(page: Page): Promise<void> {
  await page.locator('#email').fill(liis.email)
  await page.locator('#password').fill(liis.password)
  await page.keyboard.press('Enter')
  await page.locator('#displayName').waitFor()
}

/** The size of text that the person chose in their system. @param percent of the usual size */
export async function setTextSize(page: Page, percent: number): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Page.setFontSizes', { fontSizes: { standard: (16 * percent) / 100 } })
}

/** Opens a panel by its place in the navigation, from 0. */
export const openNth = (page: Page, nth: number) => page.locator('nav .entry').nth(nth).click()

/** To the middle of what is seen: where a click alone scrolls to depends on the moment, and a picture shows it. */
export function center(element: Locator): Promise<void> {
  return element.evaluate((shown) => shown.scrollIntoView({ block: 'center' }))
}

async function press(button: Locator): Promise<void> {
  await center(button)
  await button.click()
}

/** Opens one view after the other, with all that needs no other server. */
export async function walkAnyhow(page: Page, see: (view: string) => Promise<void>): Promise<void> {
  const dialog = page.locator('dialog[open]')
  const seeDialog = async (view: string, button: Locator, then?: () => Promise<void>) => {
    await press(button)
    await dialog.waitFor()
    await then?.()
    await see(view)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await press(page.locator('summary'))
  await see('sign-in')
  await signInAnyhow(page)
  await page.getByText('l.tamm@harbour.example').first().waitFor()
  await press(page.locator('.group summary'))
  await page.locator('[id="flag-emoticons_old"]').waitFor()
  await see('account')
  await seeDialog('removing an address', page.locator('.with-actions .row-actions button').nth(1))
  await seeDialog('password', page.locator('#changePassword'), async () => {
    await page.locator('#new-password').fill('1234')
    await page.locator('meter').waitFor()
  })
  await seeDialog('diagnostics', page.locator('#diagnostics'))
  await seeDialog('link', page.locator('#mailed-links'))
  await openNth(page, 1)
  await page.locator('.with-actions').nth(1).waitFor()
  await see('smtp')
  await seeDialog('mail server', page.locator('#add-mail-server'))
  await openNth(page, 2)
  await page.locator('#choose-picture').waitFor()
  await see('avatar')
  await openNth(page, 3)
  await page.locator('textarea').fill(`${kai.email}, nobody@harbour.example`)
  await page.locator('button[type=submit]').click()
  await page.locator('tbody tr').nth(1).waitFor()
  await see('people')
  await openNth(page, 4)
  await page.locator('#data-conversation').selectOption({ index: 1 })
  await page.locator('#board-section').waitFor()
  await see('data')
}
