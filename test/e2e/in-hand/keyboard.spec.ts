import type { Page } from '@playwright/test'
import { en } from '../../../texts/en'
import { expect, liis, serverAccount, test } from '../support/app'

/** What a person might type, the id of the setting, and the keys that change it. */
const settings: [words: string, id: string, change: (page: Page) => Promise<void>][] = [
  ['rename me', 'displayName', (page) => typeText(page, 'Liis Saar')],
  ['telephone', 'phoneNumber', (page) => typeText(page, '+372 5555 0202')],
  ['how often email', 'emailInterval', (page) => page.keyboard.press('ArrowRight')],
  ['marketing', 'newsletter', pressSpace],
  ['strangers', 'automute', pressSpace],
  ['read receipts', 'fullPrivacy', pressSpace],
  ['notification sound', 'flag-desktop_sounds_disabled', pressSpace],
  ['emoji', 'flag-emoticons_old', pressSpace],
  ['tutorial', 'flag-show_onboarding', pressSpace],
  ['return key', 'flag-send_email_on_enter', pressSpace],
]

function pressSpace(page: Page): Promise<void> {
  return page.keyboard.press('Space')
}

async function typeText(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

test('ten settings are found by plain words, changed and undone by the keyboard alone', async ({ computer }) => {
  test.slow()
  const page = await computer.startSignedIn(liis)
  const account = serverAccount(computer, liis)
  const values = () => JSON.stringify([account.displayName, account.own, [...account.flags].sort()])
  await page.getByText('l.tamm@harbour.example').first().waitFor()
  const before = values()
  for (const [words, id, change] of settings) {
    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.type(words)
    await expect(page.getByRole('option').first()).toBeVisible()
    await page.keyboard.press('Enter')
    const row = page.locator('.row.found')
    const note = page.locator(`[id="${id}-note"]`)
    await expect(row.locator(note), words).toHaveCount(1)
    await change(page)
    await expect(note, words).toContainText(en['common.saved'])
    expect(values(), words).not.toBe(before)
    // Undo comes before the control in reading order.
    await page.keyboard.press('Shift+Tab')
    await expect(note.getByRole('button', { name: en['common.undo'] })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(note, words).toContainText(en['saving.undone'])
    await expect.poll(values, words).toBe(before)
  }
})
