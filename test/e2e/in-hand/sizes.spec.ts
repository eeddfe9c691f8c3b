import { en } from '../../../texts/en'
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
