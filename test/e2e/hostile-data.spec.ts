import type { Page } from '@playwright/test'
import { createConversation } from '../fleep-server/conversations'
import { expect, liis, marten, serverAccount, test } from './support/app'

/** Hostile names, such as other people, servers and files may have. */
const hostileTexts = {
  markup: '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>&lt;b&gt;',
  bidi: 'safe\u202Egnp.exe\u2066\u2069\u200F end',
  long: 'x'.repeat(100_000),
  lines: 'one\n\n\n\ttwo\u2028three\u0000four',
  emoji: '👩‍👩‍👧‍👦'.repeat(60),
  combining: `a${'\u0301'.repeat(500)}`,
}

/** No script ran, nothing overflows, and every panel can still be reached. */
async function expectLayoutIntact(page: Page): Promise<void> {
  expect(await page.title()).not.toBe('owned')
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const panel = document.querySelector('main')
    return [scrollWidth - clientWidth, panel ? panel.scrollWidth - panel.clientWidth : 0]
  })
  expect(overflow).toEqual([0, 0])
  const bodyText = await page.locator('body').textContent()
  expect(bodyText?.length).toBeLessThan(20_000)
  expect(bodyText).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  for (const name of ['Account', 'Mail servers', 'Avatar', 'People', 'Your data', 'This app']) {
    const entry = page.getByRole('button', { name, exact: true })
    await expect(entry).toBeInViewport()
    const box = await entry.boundingBox()
    expect(box?.height).toBeLessThan(80)
  }
}

for (const [kind, text] of Object.entries(hostileTexts)) {
  test(`${kind}: hostile text is shown as plain text and leaves the layout intact`, async ({ computer }) => {
    const account = serverAccount(computer, liis)
    account.displayName = text
    account.own.phone_nr = text
    account.clientSettings = { [text.slice(0, 300)]: text }
    const [server] = account.smtp
    if (server) Object.assign(server, { smtp_host: text, smtp_username: text, smtp_status_description: text })
    if (server) server.mk_smtp_status = 'smtp_failed'
    account.conversations.push(createConversation({ topic: text, pins: [], tasks: { [text]: [] } }, account.id))
    const [pin] = createConversation({ topic: '', pins: ['-'] }, account.id).pins
    if (pin) account.conversations[0]?.pins.push({ ...pin, message_nr: 99, message: text, weight: 1000 })
    serverAccount(computer, marten).displayName = text

    const page = await computer.start()
    await page.getByLabel('Email or Fleep ID').fill(liis.email)
    await page.getByLabel('Password', { exact: true }).fill(liis.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
    await page.getByLabel('Phone number').waitFor()
    await page.getByText('Advanced').click()
    await expectLayoutIntact(page)

    // The server's message about a rejected change.
    const body = JSON.stringify({ error_message: text })
    computer.server.planFault('account/configure', { kind: 'status', status: 431, body })
    await page.getByRole('switch', { name: 'Full privacy' }).click()
    await expect(page.locator('#fullPrivacy-note .error')).toBeVisible()
    await expectLayoutIntact(page)

    await page.getByRole('button', { name: 'Mail servers', exact: true }).click()
    await page
      .getByRole('button', { name: /^Remove: / })
      .first()
      .waitFor()
    await expectLayoutIntact(page)
    await page.getByRole('button', { name: 'People', exact: true }).click()
    await page.getByLabel('Email addresses or Fleep IDs').fill(marten.email)
    await page.getByRole('button', { name: 'Look up' }).click()
    await page.getByRole('row').nth(1).waitFor()
    await expectLayoutIntact(page)
    await page.getByRole('button', { name: 'Your data', exact: true }).click()
    await page.getByLabel('Conversation', { exact: true }).selectOption('Harvest festival')
    await page.getByRole('region', { name: 'Pins and tasks' }).getByRole('button', { name: 'Show' }).click()
    await expect(page.getByRole('listitem')).toHaveCount(4)
    await expectLayoutIntact(page)
    await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(420, 680))
    await expectLayoutIntact(page)
  })
}
