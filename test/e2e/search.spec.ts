import type { Page } from '@playwright/test'
import { searchEntries } from '../../renderer/search/search-entries'
import { en } from '../../texts/en'
import { expect, liis, openThisApp, readState, test } from './support/app'

const field = (page: Page) => page.getByRole('combobox', { name: 'Find a setting' })
const options = (page: Page) => page.getByRole('listbox', { name: 'Settings that were found' }).getByRole('option')

test('every setting is found by its label, and selecting it moves the focus there', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const state = await readState(page)
  const available = searchEntries.filter(({ isAvailable }) => isAvailable?.(state) !== false)
  expect(available.length).toBeGreaterThan(15)
  for (const { id, ...keys } of available) {
    const [label, title] = [en[keys.label], en[keys.title ?? keys.label]]
    await page.keyboard.press('Control+f')
    await expect(field(page)).toBeFocused()
    await page.keyboard.type(label)
    await expect(options(page).first(), label).toContainText(title)
    await page.keyboard.press('Enter')
    await expect(options(page)).toHaveCount(0)
    await expect.poll(() => page.evaluate(focusedSetting), label).toEqual({ id, label })
  }
})

/** The id and label of the focused element, or of the row it is in. */
function focusedSetting(): { id: string; label: string } {
  const focused = document.activeElement as HTMLElement
  const row = focused.closest('.row')
  const text = focused.id && document.querySelector(`label[for="${focused.id}"]`)
  const legend = focused.closest('fieldset')?.querySelector('legend')
  const label = text || legend || row?.querySelector('.row-label') || focused
  const note = row?.querySelector('.saving-note')?.id.replace(/-note$/, '')
  const group = focused.closest('[role="radiogroup"]')?.id
  return { id: group || focused.id || note || '', label: label.textContent?.trim() ?? '' }
}

test('every setting of the panels Account and This app can be searched for', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const noteIds = () =>
    page.locator('.row:not(.with-actions) .saving-note').evaluateAll((elements) => elements.map(({ id }) => id))
  await page.locator('#changePassword').waitFor()
  const notes = await noteIds()
  await openThisApp(page)
  notes.push(...(await noteIds()))
  const ids = notes.map((id) => id.replace(/-note$/, '')).filter((id) => !/^(flag|clientSetting)-/.test(id))
  expect(ids.length).toBeGreaterThan(12)
  const knownIds = new Set(searchEntries.map(({ id }) => id))
  expect(ids.filter((id) => !knownIds.has(id))).toEqual([])
})

test('a setting is found by synonyms and despite typing errors', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  for (const [input, label] of [
    ['photo', 'Choose a picture…'],
    ['read receipts', 'Full privacy'],
    ['autostart', 'Start at login'],
    ['newsleter', 'Newsletter'],
    ['version', 'Version'],
    ['about', 'Version'],
    ['manual', 'Help'],
    ['Mail servers', 'Add a mail server…'],
    ['log out', 'Sign out'],
    ['télephone', 'Phone number'],
  ]) {
    await field(page).fill(input ?? '')
    await expect(options(page).first(), input).toContainText(label ?? '')
  }
  await field(page).fill('elephant')
  await expect(page.getByText('Nothing is called that.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Nothing is called that.')).toBeHidden()
  await expect(field(page)).toHaveValue('')
})

test('arrow keys move through the results, and a click opens one', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await field(page).fill('email')
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(options(page).last()).toHaveAttribute('aria-selected', 'true')
  await field(page).fill('upload')
  await options(page).filter({ hasText: 'Choose a picture' }).click()
  await expect(page.getByRole('button', { name: 'Choose a picture…' })).toBeFocused()
})
