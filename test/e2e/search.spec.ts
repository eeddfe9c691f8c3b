import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { searchEntries } from '../../renderer/search/search-entries'
import { en } from '../../texts/en'
import { et } from '../../texts/et'
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
  await field(page).fill(' elephant ')
  const nothing = page.locator('.search-results').getByText('No setting found for “elephant”.')
  await expect(nothing).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(nothing).toBeHidden()
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

test('a known flag is found, although it is in a closed group', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await field(page).fill('sound')
  await expect(options(page).first()).toHaveText('No sounds on the desktop Account')
  await page.keyboard.press('Enter')
  const flag = page.getByRole('switch', { name: 'No sounds on the desktop' })
  await expect(flag).toBeFocused()
  await expect(flag).toBeInViewport()
})

test('what is done elsewhere has an answer, which opens its page in the browser', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => void opened.push(url)
  })
  const opened = () => computer.app.evaluate(() => Reflect.get(globalThis, 'opened'))
  await field(page).fill('dark mode')
  await expect(options(page).first()).toHaveText('Dark mode Dark mode follows your system.')
  await page.keyboard.press('Enter')
  await expect(options(page).first()).toHaveText('Dark mode Dark mode follows your system.')
  await field(page).fill('delete account')
  await expect(options(page).first()).toHaveText(/^Delete your account Opens fleep\.io Go to fleep\.io\./)
  expect(await opened()).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(opened).toEqual(['https://fleep.io/'])
  await expect(field(page)).toBeFocused()
  await options(page).first().click()
  await expect.poll(opened).toEqual(['https://fleep.io/', 'https://fleep.io/'])
  await expect(field(page)).toBeFocused()
})

test('keys of an input method open and clear nothing', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const session = await page.context().newCDPSession(page)
  const compose = (text: string) =>
    session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  const press = async (key: string, windowsVirtualKeyCode: number) => {
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode })
  }
  await field(page).focus()
  await compose('ｐａｓｓ')
  await expect(options(page).first()).toHaveText('Password Account')
  await press('Escape', 27)
  await press('ArrowDown', 40)
  await press('Enter', 13)
  await expect(field(page)).toHaveValue('ｐａｓｓ')
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
  await session.send('Input.insertText', { text: 'ｐａｓｓｗｏｒｄ' })
  await expect(field(page)).toHaveValue('ｐａｓｓｗｏｒｄ')
  await expect(options(page).first()).toHaveText('Password Account')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Change password' })).toBeFocused()
})

test('Enter before the search is loaded opens the first result as soon as it is', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await field(page).focus()
  // Within one task, so that nothing can be loaded in between.
  const wasEmpty = await field(page).evaluate(async (input: HTMLInputElement) => {
    input.value = 'digest'
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await Promise.resolve()
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    return document.querySelector('.search-results') === null
  })
  expect(wasEmpty).toBe(true)
  await expect.poll(() => page.evaluate(focusedSetting)).toEqual({ id: 'emailInterval', label: 'Email notifications' })
  await expect(field(page)).toHaveValue('')
})

test('a result that appears under a resting pointer takes no click at first', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await field(page).fill('name')
  const { x, y, width, height } = (await options(page).first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.keyboard.press('Escape')
  await page.keyboard.insertText('upload')
  await expect(options(page).first()).toHaveText(/Choose a picture/)
  await page.mouse.down()
  await page.mouse.up()
  await expect(field(page)).toHaveValue('upload')
  await page.mouse.move(x + width / 2 + 20, y + height / 2)
  await page.mouse.down()
  await page.mouse.up()
  await expect(page.getByRole('button', { name: 'Choose a picture…' })).toBeFocused()
})

test('the number of results is announced once for what was typed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const announced: string[] = []
  await page.exposeFunction('note', (text: string) => announced.push(text))
  await page.locator('search [role="status"]').evaluate((status) => {
    new MutationObserver(() => Reflect.get(window, 'note')(status.textContent)).observe(status, {
      subtree: true,
      childList: true,
      characterData: true,
    })
  })
  const status = page.locator('search').getByRole('status')
  await field(page).pressSequentially('privacy')
  await expect(status).toHaveText('1 result')
  await field(page).pressSequentially('zzz')
  await expect(status).toHaveText('No setting found for “privacyzzz”.')
  await page.keyboard.press('Escape')
  await expect(status).toBeEmpty()
  expect(announced).toEqual(['1 result', 'No setting found for “privacyzzz”.', ''])
})

test('the words of the other language find settings too', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await field(page).fill('salasõna')
  await expect(options(page).first()).toHaveText('Password Account')
  // Of the other language, the page ships only the words of the search.
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const file = scripts
    .find((name) => name.includes('search-index'))
    ?.split('/')
    .at(-1)
  const script = readFileSync(`out/renderer/assets/${file}`, 'utf8')
  expect(script).toContain('salasõna')
  expect(script).not.toContain(et['errors.defect'])
})
