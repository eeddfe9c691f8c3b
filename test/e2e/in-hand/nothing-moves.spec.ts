import type { Page } from '@playwright/test'
import { en } from '../../../texts/en'
import { type Computer, expect, liis, serverAccount, test } from '../support/app'

/** @returns the place of every row, title and control of the panel, from the top of the panel's content */
function places(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const panel = document.querySelector('main')
    const elements = panel?.querySelectorAll(
      'h1, h2, h3, .row, .row-label, input, button:not(.note button), select, textarea',
    )
    const found = [...(elements ?? [])].map((element, index) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const name = `${index} ${element.tagName} ${element.id || (element.textContent ?? '').slice(0, 20)}`
      // A row's own text changes with its note.
      const key = element.matches('.row') ? `${index} row` : name
      return [key, [x, y + (panel?.scrollTop ?? 0), width, height].map((length) => length.toFixed(1)).join(' ')]
    })
    return Object.fromEntries(found)
  })
}

const long = 'This answer of the server is as long as no help text is. '.repeat(6)

/** Makes changes on the Account panel that end in every way. */
const events: Record<string, (page: Page, computer: Computer) => Promise<unknown>> = {
  'a saved switch': async (page) => {
    await page.locator('#newsletter').click()
    await page.locator('#newsletter-note .saved').waitFor()
  },
  'a slow save': async (page, computer) => {
    computer.server.planFault('account/configure', { kind: 'delay-answer', milliseconds: 1500 })
    await page.locator('#fullPrivacy').click()
    await page.locator('#fullPrivacy-note .delayed').waitFor()
  },
  'typed text': async (page) => {
    await page.locator('#displayName').fill('Liis')
    await page.locator('#displayName-note .note').waitFor()
  },
  'a long error': async (page, computer) => {
    const body = JSON.stringify({ error_id: 'LIMIT', error_message: long })
    computer.server.planFault('account/configure', { kind: 'status', status: 431, body }, 2)
    await page.locator('#phoneNumber').fill('1')
    await page.keyboard.press('Enter')
    await page.locator('#phoneNumber-note .error').waitFor()
  },
  'an invalid address': async (page) => {
    await page.locator('#new-address').fill('nonsense')
    await page.keyboard.press('Enter')
    await page.locator('#add-address-note .error').waitFor()
  },
  'an ended session': async (page, computer) => {
    computer.server.state.endSessions(serverAccount(computer, liis))
    await page.locator('#automute').click()
    await page.getByRole('button', { name: en['common.notNow'] }).click()
    await page.locator('.banner.warning').waitFor()
  },
  'a lost connection': async (page, computer) => {
    await computer.server.stop()
    await page.locator('.banner.warning').waitFor()
  },
}

for (const width of [420, 880, 1400]) {
  test(`no note, error or banner moves anything: ${width} px`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await page.getByText('l.tamm@harbour.example').first().waitFor()
    await computer.resize(width, 700)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    const before = await places(page)
    expect(Object.keys(before).length).toBeGreaterThan(40)
    for (const [event, happen] of Object.entries(events)) {
      await happen(page, computer)
      expect(await places(page), event).toEqual(before)
    }
  })
}
