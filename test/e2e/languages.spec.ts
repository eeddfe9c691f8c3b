import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { en } from '../../texts/en'
import { et } from '../../texts/et'
import { begin, end } from '../pseudo-language'
import { expectAccessible } from './support/accessibility'
import {
  estonianEnv,
  setTextSize,
  signInInAnyLanguage,
  startInPseudoLanguage,
  visitAllViews,
  whyNoSystemLanguage,
} from './support/any-language'
import { type Computer, expect, liis, openThisApp, test } from './support/app'
import { runCommand } from './support/command'

function menuLabels(computer: Computer): Promise<string[]> {
  return computer.app.evaluate(({ Menu }) => {
    interface Item {
      label: string
      submenu?: { items: Item[] }
    }
    const all = (items: Item[]): string[] =>
      items.flatMap(({ label, submenu }) => [label, ...all(submenu?.items ?? [])])
    return all((Menu.getApplicationMenu()?.items ?? []) as unknown as Item[])
  })
}

test('the window, main’s messages and the menu use the system’s language', async ({ computer }) => {
  test.skip(whyNoSystemLanguage !== undefined, whyNoSystemLanguage)
  computer.extraEnv = estonianEnv
  const page = await computer.start()
  await expect(page.getByRole('heading')).toHaveText(et['signIn.title'])
  await expect(page.locator('html')).toHaveAttribute('lang', 'et-EE')
  await page.getByLabel(et['signIn.who']).fill(liis.email)
  await page.getByRole('button', { name: et['signIn.signIn'], exact: true }).click()
  await expect(page.getByText(et['input.password'])).toBeVisible()
  await page.getByLabel(et['common.password'], { exact: true }).fill(liis.password)
  await page.keyboard.press('Enter')
  await page.getByRole('switch', { name: et['setting.fullPrivacy'] }).click()
  await expect(page.getByText(et['common.saved'])).toBeVisible()
  await expect.poll(() => menuLabels(computer)).toContain(et['menu.role.copy'])
  expect(await menuLabels(computer)).toContain(et['panel.smtp'])
})

test('a time is formatted for the language', async ({ computer }) => {
  test.skip(whyNoSystemLanguage !== undefined, whyNoSystemLanguage)
  computer.extraEnv = estonianEnv
  const page = await computer.start()
  await signInInAnyLanguage(page)
  await computer.server.stop()
  // 24-hour time; English has 12-hour time.
  const pattern = et['common.asOf'].replace('{time}', '\\d{2}:\\d{2}')
  await expect(page.getByText(new RegExp(pattern))).toBeVisible()
})

test('a file size is formatted for the chosen language, not the system’s', async ({ computer }) => {
  computer.server.state.exportSize = 3_400_000
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Your data' }).click()
  await page.getByRole('region', { name: 'History' }).getByRole('button', { name: 'Export' }).click()
  await expect(page.getByText('3.4 MB')).toBeVisible()
  await openThisApp(page)
  await page.getByText('Eesti', { exact: true }).click()
  await page.getByRole('button', { name: et['panel.data'] }).click()
  await expect(page.getByText('3,4 MB')).toBeVisible()
})

test('choosing a language applies immediately, keeps unsaved text and survives a restart', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByLabel('Phone number').fill('+372 600')
  await openThisApp(page)
  await page.getByText('Eesti', { exact: true }).click()
  await expect(page.getByRole('heading', { name: et['panel.app'], level: 1 })).toBeVisible()
  await page.getByRole('button', { name: et['panel.account'], exact: true }).click()
  await expect(page.getByLabel(et['setting.phoneNumber'])).toHaveValue('+372 600')
  await expect(page.locator('html')).toHaveAttribute('lang', 'et')
  await expect.poll(() => menuLabels(computer)).toContain(et['menu.view'])
  // Messages from the main process use it too.
  await page.getByLabel(et['setting.displayName'], { exact: true }).fill('')
  await page.keyboard.press('Enter')
  await expect(page.getByText(et['input.name'])).toBeVisible()
  await computer.waitForStoredSession()
  await computer.quit()

  const restartedPage = await computer.start()
  await expect(restartedPage.getByRole('heading', { name: et['panel.account'], level: 1 })).toBeVisible()
  await restartedPage.getByRole('button', { name: et['panel.app'] }).click()
  await restartedPage.getByText(et['thisApp.systemLanguage'], { exact: true }).click()
  await expect(restartedPage.getByRole('heading', { name: 'This app', level: 1 })).toBeVisible()
  await restartedPage.getByRole('button', { name: 'Undo' }).click()
  await expect(restartedPage.getByRole('heading', { name: et['panel.app'], level: 1 })).toBeVisible()
  expect(JSON.parse(await readFile(join(computer.dataFolder, 'preferences.json'), 'utf8')).language).toBe('et')
})

test('the language can be chosen before signing in', async ({ computer }) => {
  test.skip(whyNoSystemLanguage !== undefined, whyNoSystemLanguage)
  computer.extraEnv = estonianEnv
  const page = await computer.start()
  await page.locator('summary').click()
  await page.getByText('English', { exact: true }).click()
  await expect(page.getByRole('heading')).toHaveText('Sign in to Fleep')
})

test('a long list is redrawn in the chosen language', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByText('Advanced').click()
  await expect(page.getByRole('switch', { name: en['flags.emoticons_old'] })).toBeVisible()
  await page.evaluate(() => window.fleepSettings.run('app.change', { language: 'et' }))
  await expect(page.getByRole('switch', { name: et['flags.emoticons_old'] })).toBeVisible()
  await expect(page.getByRole('switch', { name: en['flags.emoticons_old'] })).toHaveCount(0)
})

test('settings are found by their names in the current language', async ({ computer }) => {
  test.skip(whyNoSystemLanguage !== undefined, whyNoSystemLanguage)
  computer.extraEnv = estonianEnv
  const page = await computer.start()
  await signInInAnyLanguage(page)
  const field = page.getByRole('combobox', { name: et['search.label'] })
  await field.fill('salasona')
  await expect(page.getByRole('option').first()).toContainText(et['common.password'])
  await page.getByRole('option').first().click()
  await expect(page.getByRole('button', { name: et['password.change'] })).toBeFocused()
})

test('a command uses the system’s language or the chosen one', async ({ computer }) => {
  test.skip(whyNoSystemLanguage !== undefined, whyNoSystemLanguage)
  computer.extraEnv = estonianEnv
  expect((await runCommand(computer, ['get'])).stderr).toBe(`${et['cli.nobodySignedIn']}\n`)
  const { stdout } = await runCommand(computer, ['--help'])
  for (const heading of [et['cli.title.commands'], et['cli.help'], et['cli.signOut']]) expect(stdout).toContain(heading)
  await computer.writePreferences({ language: 'en' })
  expect((await runCommand(computer, ['get'])).stderr).toBe(`${en['cli.nobodySignedIn']}\n`)
})

test('every text is translated, and a right-to-left language sets the direction', async ({ computer }) => {
  test.slow()
  const page = await startInPseudoLanguage(computer)
  await page.locator('#email').waitFor()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await visitAllViews(page, async (view) => {
    // The pseudo-language has no plain vowels. Names of people, servers and systems do.
    const texts = (await page.evaluate(visibleTexts)).filter((text) => !text.includes(begin) && !text.includes(end))
    const serverState = JSON.stringify(computer.server.state)
    const untranslated = texts.filter(
      (text) => /[aeiou]/.test(text) && !serverState.includes(text) && !languageIndependent.test(text),
    )
    expect(untranslated, view).toEqual([])
    await expectAccessible(page)
  })
  for (const label of await menuLabels(computer)) expect(label).not.toMatch(/^[A-Z][a-z]/)
})

/** Names that are the same in every language. */
const languageIndependent =
  /^(English|Eesti|Fleep Settings|https?:\/\/.*|System: .*|535 Authentication failed|.*(example|fleep\.io|@127\.0\.0\.1).*)$/

/** Every visible text, and every text for screen readers. */
function visibleTexts(): string[] {
  const texts: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.checkVisibility()) texts.push(node.textContent ?? '')
  }
  const attributes = ['aria-label', 'title', 'placeholder', 'alt']
  for (const element of document.querySelectorAll('*')) {
    for (const name of attributes) texts.push(element.getAttribute(name) ?? '')
  }
  return texts.map((text) => text.trim()).filter(Boolean)
}

/** Window width in pixels, and text size in percent of the default. */
const sizes = [
  { width: 880, text: 100 },
  { width: 420, text: 100 },
  { width: 880, text: 200 },
  { width: 420, text: 200 },
]

for (const { width, text } of sizes) {
  test(`long texts are not cut off at ${width} px with ${text} % text size`, async ({ computer }) => {
    test.slow()
    const page = await startInPseudoLanguage(computer)
    await page.locator('#email').waitFor()
    await computer.resize(width, 680)
    await setTextSize(page, text)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    await visitAllViews(page, async (view) => expect(await page.evaluate(overflowingElements), view).toEqual([]))
  })
}

/** Elements whose content is wider than the element. */
function overflowingElements(): string[] {
  const shown = [...document.querySelectorAll<HTMLElement>('body, main, .card, .row, dialog, button, label, p, h1, h2')]
  const wide = shown.filter((element) => {
    if (!element.checkVisibility() || element.closest('.person')) return false
    return element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline'
  })
  return wide.map(({ tagName, className, textContent }) => `${tagName}.${className}: ${textContent?.slice(0, 60)}`)
}
