import type { Locator, Page } from '@playwright/test'
import { mailCertificates } from '../../mail/certificates'
import { mailUser, startMailServer, startTcpServer } from '../../mail/mail-servers'
import { type Computer, expect, liis, marten, serverAccount, test } from '../support/app'
import { fillForm, mailServerRows, openSmtpPanel } from '../support/smtp-form'

/** Adds mail servers whose passwords the app knows, so that their removal can be undone. */
async function openWithServers(computer: Computer, ports: number[]): Promise<Page> {
  const page = await openSmtpPanel(computer, marten)
  for (const [index, port] of ports.entries()) {
    const server = { address: `box-${index}@meadow.example`, host: 'localhost', port, encryption: 'tls', ...mailUser }
    await page.evaluate(
      (input) => window.fleepSettings.run('smtp.add', input),
      server as typeof server & { encryption: 'tls' },
    )
  }
  await expect(mailServerRows(page)).toHaveCount(ports.length)
  return page
}

const button = (page: Page, action: string, index: number) =>
  page.getByRole('button', { name: `${action}: box-${index}@meadow.example` })
const removedNote = (row: Locator) => row.getByRole('status').filter({ hasText: / removed/ })
const addresses = (computer: Computer) => serverAccount(computer, marten).smtp.map(({ smtp_address }) => smtp_address)

/** Where every row and every button of the list is. */
function placesOf(page: Page): Promise<string[]> {
  return page
    .locator('main .part > li, main li .row-actions button, main .list-actions > button')
    .evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return `${element.ariaLabel ?? element.tagName} ${[x, y, width, height].map(Math.round).join(' ')}`
      }),
    )
}

test('two removed mail servers keep their rows, and each has its own Undo', async ({ computer }) => {
  const page = await openWithServers(computer, [465, 465, 465])
  const rows = mailServerRows(page)
  const before = await placesOf(page)
  await button(page, 'Remove', 1).click()
  await expect(removedNote(rows.nth(1))).toBeVisible()
  await button(page, 'Remove', 2).click()
  await expect(removedNote(rows.nth(2))).toBeVisible()
  await expect(rows).toHaveCount(3)
  expect(await placesOf(page)).toEqual(before)
  expect(addresses(computer)).toEqual(['box-0@meadow.example'])

  await rows.nth(1).getByRole('button', { name: 'Undo' }).click()
  await expect(rows.nth(1)).toContainText('restored')
  await expect(rows.locator('.row-label')).toContainText(['box-0@', 'box-1@', 'box-2@'])
  expect(await placesOf(page)).toEqual(before)
  expect(addresses(computer)).toEqual(['box-0@meadow.example', 'box-1@meadow.example'])
  // Fleep gave it a new id, and its buttons use it.
  await button(page, 'Make default', 1).click()
  await expect(rows.nth(1)).toContainText('Default')
  await rows.nth(2).getByRole('button', { name: 'Undo' }).click()
  await expect(rows.nth(2)).toContainText('restored')
  await expect(rows).toHaveCount(3)

  await button(page, 'Remove', 2).click()
  await expect(removedNote(rows.nth(2))).toBeVisible()
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await expect(rows).toHaveCount(2)
})

test('a mail server that Fleep stores as a new one keeps its row and its Undo', async ({ computer }) => {
  const page = await openWithServers(computer, [465, 465])
  const rows = mailServerRows(page)
  await button(page, 'Change', 0).click()
  const form = page.getByRole('dialog')
  await fillForm(form, { password: mailUser.password, encryption: 'STARTTLS' })
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await expect(rows.nth(0)).toContainText('port 587 · STARTTLS')
  await expect(rows.nth(0)).toContainText('Saved')
  await expect(rows).toHaveCount(2)
  await rows.nth(0).getByRole('button', { name: 'Undo' }).click()
  await expect(rows.nth(0)).toContainText('port 465 · TLS')
  await expect(rows.locator('.row-label')).toContainText(['box-0@', 'box-1@'])
})

test('a check shows its step and its end in one line, moves nothing, and keeps Check in its place', async ({
  computer,
  useMailServer,
}) => {
  const { good } = await mailCertificates()
  const silent = await useMailServer(startTcpServer(() => undefined))
  const working = await useMailServer(startMailServer(good, { secure: true }))
  const page = await openWithServers(computer, [silent, working])
  const [first, second] = [mailServerRows(page).nth(0), mailServerRows(page).nth(1)]
  await expect(first).toContainText('Not checked yet')
  const before = await placesOf(page)
  await button(page, 'Check', 0).click()
  await expect(first).toContainText('Checking: Encryption…')
  await expect(button(page, 'Check', 0)).toBeDisabled()
  expect(await placesOf(page)).toEqual(before)
  await button(page, 'Stop', 0).click()
  await expect(first).toContainText('Not checked yet')
  await expect(button(page, 'Check', 0)).toBeEnabled()

  await button(page, 'Check', 1).click()
  await expect(second).toContainText('Works · checked at')
  expect(await placesOf(page)).toEqual(before)
  await button(page, 'Details', 1).click()
  await expect(second.getByRole('listitem')).toHaveText(
    ['Find', 'Connect', 'Encryption', 'Greeting', 'Sign in', 'Send as'].map((step) => new RegExp(`^${step}.* done$`)),
  )
})

test('a failed check moves nothing, also while the details are open', async ({ computer, useMailServer }) => {
  let close: (() => void) | undefined
  const port = await useMailServer(
    startTcpServer((socket) => {
      close = () => socket.destroy()
    }),
  )
  const page = await openWithServers(computer, [port, 465])
  const row = mailServerRows(page).nth(0)
  await button(page, 'Details', 0).click()
  await expect(row).toContainText('Not checked from this computer yet')
  const before = await placesOf(page)
  await button(page, 'Check', 0).click()
  await expect(row.getByRole('listitem').filter({ hasText: 'running' })).toHaveText('Encryption running')
  expect(await placesOf(page)).toEqual(before)
  close?.()
  await expect(row.locator('.server-status')).toContainText('Doesn’t work')
  await expect(row.getByRole('listitem').filter({ hasText: 'failed' })).toHaveText('Encryption failed')
  expect(await placesOf(page)).toEqual(before)
})

test('a screen reader hears that a check begins and how it ends, and not each step', async ({
  computer,
  useMailServer,
}) => {
  const { good } = await mailCertificates()
  const page = await openWithServers(computer, [await useMailServer(startMailServer(good, { secure: true }))])
  await page.evaluate(() => {
    const spoken: string[] = []
    Object.assign(globalThis, { spoken })
    const status = document.querySelector('.server-status [role="status"]')
    if (!status) throw new Error('the row has no live region')
    new MutationObserver(() => {
      const heard = status.cloneNode(true) as Element
      for (const hidden of heard.querySelectorAll('[aria-hidden="true"]')) hidden.remove()
      const words = heard.textContent ?? ''
      if (spoken.at(-1) !== words) spoken.push(words)
    }).observe(status, { subtree: true, childList: true, characterData: true })
  })
  await button(page, 'Check', 0).click()
  await expect(mailServerRows(page).nth(0)).toContainText('Works · checked at')
  expect(await page.evaluate(() => Reflect.get(globalThis, 'spoken'))).toEqual([
    'Checking',
    expect.stringMatching(/^Works · checked at/),
  ])
})

for (const width of [420, 880]) {
  test(`at ${width} px, the result of Check all is above the list`, async ({ computer }) => {
    const page = await openSmtpPanel(computer, liis)
    await page.setViewportSize({ width, height: 680 })
    await page.getByRole('button', { name: 'Check all' }).click()
    const note = page.locator('.list-actions .note').filter({ hasText: 'couldn’t be checked' })
    await expect(note).toBeVisible()
    const bottom = (box: { y: number; height: number } | null) => (box?.y ?? 0) + (box?.height ?? 0)
    const list = await page.getByRole('region', { name: 'Mail servers' }).boundingBox()
    expect(bottom(await note.boundingBox())).toBeLessThanOrEqual(list?.y ?? 0)
  })
}

test('Check all shows how many are done, stops, and tells the result', async ({ computer, useMailServer }) => {
  const { good } = await mailCertificates()
  const working = await useMailServer(startMailServer(good, { secure: true }))
  const silent = await useMailServer(startTcpServer(() => undefined))
  const page = await openWithServers(computer, [working, silent])
  const all = page.getByRole('button', { name: 'Check all' })
  const before = await placesOf(page)
  await all.click()
  await expect(page.getByText('1 of 2 checked')).toBeVisible()
  await expect(all).toBeDisabled()
  expect(await placesOf(page)).toEqual(before)
  await page.locator('.list-actions').getByRole('button', { name: 'Stop' }).click()
  await expect(all).toBeEnabled()
  await expect(mailServerRows(page).nth(0)).toContainText('Works · checked at')
  await expect(mailServerRows(page).nth(1)).toContainText('Not checked yet')

  await button(page, 'Remove', 1).click()
  await expect(removedNote(mailServerRows(page).nth(1))).toBeVisible()
  await all.click()
  await expect(page.getByText('Your mail server works')).toBeVisible()
  expect(await placesOf(page)).toEqual(before)
})

test('a removed default keeps the places of its actions, and in Estonian its note keeps one line', async ({
  computer,
}) => {
  const page = await openWithServers(computer, [465])
  await page.evaluate(() => window.fleepSettings.run('app.change', { language: 'et' }))
  await expect(page.locator('html')).toHaveAttribute('lang', 'et')
  for (const width of [880, 420]) {
    await page.setViewportSize({ width, height: 680 })
    const row = page.locator('main .part > li').last()
    const before = await placesOf(page)
    await row.locator('.row-actions button').last().click()
    const undo = row.locator('.saving-note button')
    await expect(undo).toBeVisible()
    expect(await placesOf(page)).toEqual(before)
    await page.mouse.move(1, 1)
    await undo.click()
    await expect(page.locator('main .part > li.gone')).toHaveCount(0)
  }
})
