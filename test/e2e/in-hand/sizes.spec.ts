import type { Page } from '@playwright/test'
import { en } from '../../../texts/en'
import { estonianEnv, setTextSize, signInInAnyLanguage, whyNoSystemLanguage } from '../support/any-language'
import { expect, liis, test } from '../support/app'

const panels = ['account', 'smtp', 'avatar', 'people', 'data', 'app'] as const

test('buttons are large enough to hit, and the settings are not too wide to read', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.resize(1600, 900)
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(1600)
  for (const panel of panels) {
    await page.getByRole('button', { name: en[`panel.${panel}`], exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(en[`panel.${panel}`])
    await expect(page.locator('main button').first()).toBeVisible()
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('main button')].map((button) => ({
        name: button.textContent,
        least: button.matches('.link') ? 24 : 32,
        height: button.getBoundingClientRect().height,
      })),
    )
    for (const { name, least, height } of sizes) expect(height, `${panel}: ${name}`).toBeGreaterThanOrEqual(least)
    const widths = await page.locator('main > *').evaluateAll((all) => all.map((each) => each.clientWidth))
    expect(Math.max(...widths), panel).toBeLessThanOrEqual(680)
  }
})

test('the focus is always visible', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByText('l.tamm@harbour.example').first().waitFor()
  const seen: string[] = []
  for (let press = 0; press < 30; press += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      // After the last control, the focus leaves the page.
      if (!element || element === document.body) return null
      const outlined = element.matches('[type=radio]') ? element.closest('.segment') : element
      const { outlineStyle, outlineWidth } = getComputedStyle(outlined ?? document.body)
      return { name: element.id || (element.textContent ?? ''), outline: `${outlineStyle} ${outlineWidth}` }
    })
    if (!focused) break
    seen.push(focused.name)
    expect(focused.outline, focused.name).toBe('solid 2px')
  }
  expect(seen.length).toBeGreaterThan(15)
})

/** Presses Tab until the focus leaves the page or returns. @returns the focused controls, and those that something covers */
async function pressTabThrough(page: Page): Promise<{ count: number; covered: string[] }> {
  const covered: string[] = []
  await page.evaluate(() => {
    Object.assign(globalThis, { visited: new Set() })
  })
  for (let count = 0; ; count += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const visited = Reflect.get(globalThis, 'visited') as Set<Element>
      const element = document.activeElement
      if (!element || element === document.body || visited.has(element)) return null
      visited.add(element)
      // A higher one scrolls by itself.
      if (element.matches('section, textarea')) return { name: '', isCovered: false }
      const shown = element.closest('.segment') ?? element
      const { x, y, width, height } = shown.getBoundingClientRect()
      const isCovered = [y + 2, y + height / 2, y + height - 3].some((at) => {
        const top = document.elementFromPoint(x + width / 2, at)
        return !top || !(shown.contains(top) || top.contains(shown))
      })
      return { name: element.getAttribute('aria-label') ?? (element.id || (element.textContent ?? '')), isCovered }
    })
    if (!focused) return { count, covered }
    if (focused.isCovered) covered.push(focused.name)
  }
}

for (const { width, height, textSize } of [
  { width: 420, height: 420, textSize: 100 },
  { width: 880, height: 420, textSize: 100 },
  { width: 880, height: 420, textSize: 200 },
]) {
  test(`nothing covers the focus: ${width} × ${height}, text ${textSize} %`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await page.getByText('l.tamm@harbour.example').first().waitFor()
    await computer.resize(width, height)
    await setTextSize(page, textSize)
    await expect.poll(() => page.evaluate(() => innerHeight)).toBe(height)
    await page.locator('#open-smtp').click()
    await page.locator('#add-mail-server').click()
    await expect(page.locator('#mail-address')).toBeFocused()
    expect((await pressTabThrough(page)).covered).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.locator('dialog')).toHaveCount(0)

    await computer.server.stop()
    await page.locator('.banner.warning').waitFor()
    await page.locator('#open-account').click()
    await page.locator('.group summary').click()
    await page.locator('#find-setting').focus()
    const { count, covered } = await pressTabThrough(page)
    expect(covered).toEqual([])
    expect(count).toBeGreaterThan(30)
  })
}

test('the last row can be scrolled to above a message of any height', async ({ computer }) => {
  test.skip(whyNoSystemLanguage !== undefined, whyNoSystemLanguage)
  computer.extraEnv = { ...computer.extraEnv, ...estonianEnv }
  const page = await computer.start()
  await signInInAnyLanguage(page)
  await computer.server.stop()
  await page.locator('.banner.warning').waitFor()
  for (const [width, textSize] of [
    [420, 100],
    [420, 200],
    [880, 200],
  ] as const) {
    await computer.resize(width, 680)
    await setTextSize(page, textSize)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    const gap = () =>
      page.evaluate(() => {
        for (const scroller of document.querySelectorAll('.window, main')) scroller.scrollTop = scroller.scrollHeight
        const end = document.querySelector('main > :last-child')?.getBoundingClientRect().bottom ?? 0
        return (document.querySelector('.banners')?.getBoundingClientRect().top ?? 0) - end
      })
    await expect.poll(gap, `${width} px, ${textSize} %`).toBeGreaterThanOrEqual(0)
    const bar = await page.locator('.banners').boundingBox()
    expect(bar?.height, `${width} px, ${textSize} %`).toBeLessThan(300)
  }
})
