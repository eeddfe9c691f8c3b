import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { en } from '../../texts/en'
import { et } from '../../texts/et'
import { begin, end } from '../pseudo-language'
import { inEstonian, setTextSize, signInAnyhow, startInPseudoLanguage, walkAnyhow } from './support/any-language'
import { type Computer, expect, liis, test } from './support/app'
import { runCommand } from './support/command'
import { expectNoViolations } from './support/violations'

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

test('the app speaks as the system does: the window, what main says, and the menu', async ({ computer }) => {
  computer.variables = inEstonian
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
  expect(await menuLabels(computer)).toContain(et['menu.smtpAccounts'])
})

test('a date is written as the language writes it', async ({ computer }) => {
  computer.variables = inEstonian
  const page = await computer.start()
  await signInAnyhow(page)
  await computer.server.goAway()
  // Twenty-four hours, where English has twelve.
  const words = et['common.asOf'].replace('{time}', '\\d{2}:\\d{2}')
  await expect(page.getByText(new RegExp(words))).toBeVisible()
})

test('a size is written as the chosen language writes it, whatever the system speaks', async ({ computer }) => {
  computer.server.state.exportSize = 3_400_000
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Your data' }).click()
  await page.getByRole('region', { name: 'History' }).getByRole('button', { name: 'Export' }).click()
  await expect(page.getByText('3.4 MB')).toBeVisible()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByText('Eesti', { exact: true }).click()
  await page.getByRole('button', { name: et['panel.data'] }).click()
  await expect(page.getByText('3,4 MB')).toBeVisible()
})

test('another language is chosen and shows at once; what is typed stays, and the choice outlives a restart', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  await page.getByLabel('Phone number').fill('+372 600')
  await page.getByText('Eesti', { exact: true }).click()
  await expect(page.getByRole('heading', { name: et['panel.account'], level: 1 })).toBeVisible()
  await expect(page.getByLabel(et['setting.phoneNumber'])).toHaveValue('+372 600')
  await expect(page.locator('html')).toHaveAttribute('lang', 'et')
  await expect.poll(() => menuLabels(computer)).toContain(et['menu.view'])
  // What main says from now on, too.
  await page.getByLabel(et['setting.displayName'], { exact: true }).fill('')
  await page.keyboard.press('Enter')
  await expect(page.getByText(et['input.name'])).toBeVisible()
  await computer.untilRemembered()
  await computer.quit()

  const again = await computer.start()
  await expect(again.getByRole('heading', { name: et['panel.account'], level: 1 })).toBeVisible()
  await again.getByText(et['thisApp.systemLanguage'], { exact: true }).click()
  await expect(again.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()
  await again.getByRole('button', { name: 'Undo' }).click()
  await expect(again.getByRole('heading', { name: et['panel.account'], level: 1 })).toBeVisible()
  expect(JSON.parse(await readFile(join(computer.dataFolder, 'preferences.json'), 'utf8')).language).toBe('et')
})

test('who cannot read it finds the languages before signing in', async ({ computer }) => {
  computer.variables = inEstonian
  const page = await computer.start()
  await page.locator('summary').click()
  await page.getByText('English', { exact: true }).click()
  await expect(page.getByRole('heading')).toHaveText('Sign in to Fleep')
})

test('a long list is drawn anew in the language that was chosen', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByText('Advanced').click()
  await expect(page.getByRole('switch', { name: en['flags.emoticons_old'] })).toBeVisible()
  await page.getByText('Eesti', { exact: true }).click()
  await expect(page.getByRole('switch', { name: et['flags.emoticons_old'] })).toBeVisible()
  await expect(page.getByRole('switch', { name: en['flags.emoticons_old'] })).toHaveCount(0)
})

test('settings are found by their names in the language', async ({ computer }) => {
  computer.variables = inEstonian
  const page = await computer.start()
  await signInAnyhow(page)
  const field = page.getByRole('combobox', { name: et['search.label'] })
  await field.fill('salasona')
  await expect(page.getByRole('option').first()).toContainText(et['common.password'])
  await page.getByRole('option').first().click()
  await expect(page.getByRole('button', { name: et['password.change'] })).toBeFocused()
})

test('a command speaks as the system does, and as was chosen', async ({ computer }) => {
  computer.variables = inEstonian
  expect((await runCommand(computer, ['get'])).err).toBe(`${et['cli.nobodySignedIn']}\n`)
  const { out } = await runCommand(computer, ['--help'])
  for (const words of [et['cli.title.commands'], et['cli.help'], et['cli.signOut']]) expect(out).toContain(words)
  await computer.writePreferences({ language: 'en' })
  expect((await runCommand(computer, ['get'])).err).toBe(`${en['cli.nobodySignedIn']}\n`)
})

test('every text is in the catalogue, and is read from right to left where the language is', async ({ computer }) => {
  test.slow()
  const page = await startInPseudoLanguage(computer)
  await page.locator('#email').waitFor()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await walkAnyhow(page, async (view) => {
    // No text of the language has such letters in it; what people, servers and systems are called does.
    const texts = (await page.evaluate(textsOnPage)).filter((text) => !text.includes(begin) && !text.includes(end))
    const known = JSON.stringify(computer.server.state)
    const own = texts.filter((text) => /[aeiou]/.test(text) && !known.includes(text) && !named.test(text))
    expect(own, view).toEqual([])
    await expectNoViolations(page)
  })
  for (const label of await menuLabels(computer)) expect(label).not.toMatch(/^[A-Z][a-z]/)
})

/** What is called so in every language. */
const named =
  /^(English|Eesti|Fleep Settings|Secret Service|https?:\/\/.*|System: .*|535 Authentication failed|.*(example|fleep\.io).*)$/

/** Every text that shows, and every one that is read out. */
function textsOnPage(): string[] {
  const found: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.checkVisibility()) found.push(node.textContent ?? '')
  }
  const attributes = ['aria-label', 'title', 'placeholder', 'alt']
  for (const element of document.querySelectorAll('*')) {
    for (const name of attributes) found.push(element.getAttribute(name) ?? '')
  }
  return found.map((text) => text.trim()).filter(Boolean)
}

/** The width of the window in pixels, and the size of the text in per cent of the usual. */
const sizes = [
  { width: 880, text: 100 },
  { width: 420, text: 100 },
  { width: 880, text: 200 },
  { width: 420, text: 200 },
]

for (const { width, text } of sizes) {
  test(`the longest texts have room: ${width} px, text of ${text} %`, async ({ computer }) => {
    test.slow()
    const page = await startInPseudoLanguage(computer)
    await page.locator('#email').waitFor()
    await computer.resize(width, 680)
    await setTextSize(page, text)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    await walkAnyhow(page, async (view) => expect(await page.evaluate(cutOff), view).toEqual([]))
  })
}

/** Where something is wider than the room it has. */
function cutOff(): string[] {
  const shown = [...document.querySelectorAll<HTMLElement>('body, main, .card, .row, dialog, button, label, p, h1, h2')]
  const wide = shown.filter((element) => {
    if (!element.checkVisibility() || element.closest('.person')) return false
    return element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline'
  })
  return wide.map(({ tagName, className, textContent }) => `${tagName}.${className}: ${textContent?.slice(0, 60)}`)
}
