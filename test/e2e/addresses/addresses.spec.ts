import type { Page } from '@playwright/test'
import { expect, lastMail, liis, marten, serverAccount, test } from '../support/app'

const confirmed = 'liis@meadow.example'
const pending = 'l.tamm@harbour.example'

const addressesRegion = (page: Page) => page.getByRole('region', { name: 'Addresses' })
const clickAction = (page: Page, action: string, email: string) =>
  addressesRegion(page)
    .getByRole('button', { name: `${action}: ${email}` })
    .click()

test('the list shows which addresses are primary, confirmed and unconfirmed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await expect(addressesRegion(page)).toContainText(`${liis.email} Primary`)
  await expect(addressesRegion(page)).toContainText(`${confirmed} People can also reach you here.`)
  await expect(addressesRegion(page)).toContainText(`${pending} Not confirmed yet. Open the link in the email.`)
})

test('another address can be made primary, and Undo reverts it', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await clickAction(page, 'Make primary', confirmed)
  await expect(addressesRegion(page)).toContainText(`${confirmed} Primary`)
  await expect(addressesRegion(page)).toContainText(`${liis.email} People can also reach you here.`)
  await expect(page.locator('header')).toContainText(confirmed)
  expect(computer.server.state.accountByLogin(confirmed)?.id).toBe(computer.server.state.accountByLogin('liis')?.id)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(addressesRegion(page)).toContainText(`${liis.email} Primary`)
})

test('a new address is confirmed by the pasted link from its email', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await addressesRegion(page).getByLabel('Another address').fill('liis.new@meadow.example')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Email sent to liis.new@meadow.example')).toBeVisible()
  const firstId = (await lastMail(computer)).notificationId
  await clickAction(page, 'Resend email', 'liis.new@meadow.example')
  await expect(page.getByText('Email sent again')).toBeVisible()

  await clickAction(page, 'Paste the link', 'liis.new@meadow.example')
  const dialog = page.getByRole('dialog', { name: 'Confirm liis.new@meadow.example' })
  for (const [link, message] of [
    ['', 'Paste the link from the email.'],
    ['that mail', 'Paste the whole link from the email.'],
    [
      `https://elsewhere.example/confirm?confirm_id=${(await lastMail(computer)).notificationId}`,
      'This link isn’t for',
    ],
    [`${computer.server.url}/confirm?confirm_id=12`, 'This link is incomplete.'],
    [`${computer.server.url}/confirm?confirm_id=${firstId}`, 'This link has been used or has expired'],
  ] as const) {
    await dialog.getByLabel('Link from the email').fill(link)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await expect(dialog.getByLabel('Link from the email')).toHaveAccessibleDescription(new RegExp(message))
  }
  await dialog
    .getByLabel('Link from the email')
    .fill(`${computer.server.url}/confirm?confirm_id=${(await lastMail(computer)).notificationId}`)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(addressesRegion(page)).toContainText('liis.new@meadow.example People can also reach you here.')
})

test('an address confirmed in a browser is shown as confirmed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await expect(addressesRegion(page)).toContainText(`${pending} Not confirmed yet`)
  const id = serverAccount(computer, liis).aliases.find(({ email }) => email === pending)?.notificationId
  const response = await fetch(`${computer.server.url}/api/alias/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ notification_id: id }),
  })
  expect(response.status).toBe(200)
  await expect(addressesRegion(page)).toContainText(`${pending} People can also reach you here.`)
})

test('removing an address asks for confirmation first', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await clickAction(page, 'Remove', confirmed)
  const dialog = page.getByRole('dialog', { name: `Remove ${confirmed}?` })
  await expect(dialog).toContainText('you’ll need to confirm it again')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.locator('.saved').getByText(`${confirmed} removed`)).toBeVisible()
  // Its row keeps its place until the panel is left.
  const makePrimary = addressesRegion(page).getByRole('button', { name: `Make primary: ${confirmed}` })
  await expect(makePrimary).toBeDisabled()
  await page.getByRole('button', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await expect(addressesRegion(page)).toContainText(pending)
  await expect(addressesRegion(page)).not.toContainText(confirmed)
  expect(serverAccount(computer, liis).aliases.map(({ email }) => email)).toEqual([pending])
})

test('an invalid address or one of another account shows an error beside the field', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const field = addressesRegion(page).getByLabel('Another address')
  for (const [input, message] of [
    ['liis', 'Enter one address'],
    [`a@b.example, ${confirmed}`, 'Enter one address'],
    // Fleep's own words, or what its answer names as failed.
    [marten.email, 'belongs to another account|didn’t add this address'],
  ] as const) {
    await field.fill(input)
    await page.keyboard.press('Enter')
    await expect(field).toHaveAccessibleDescription(new RegExp(message))
    await expect(field).toHaveValue(input)
  }
})

test('one’s own primary address is refused in place, however it is pasted', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const field = addressesRegion(page).getByLabel('Another address')
  const pasted = `\u202a${liis.email.toUpperCase()}\u200b`
  await field.fill(pasted)
  await page.keyboard.press('Enter')
  await expect(field).toHaveAccessibleDescription('This is already your primary address.')
  await expect(field).toHaveValue(pasted)
  expect(computer.server.inputsOf('alias/add')).toEqual([])
})

test('an unreadable list of addresses shows the reason and can be reloaded', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  // Also for what a poll loads.
  const htmlPage = { kind: 'body', body: '<html>', contentType: 'text/html' } as const
  computer.server.planFault('alias/sync', htmlPage, Number.POSITIVE_INFINITY)
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  const messages = page.getByRole('complementary', { name: 'Messages' })
  await expect(messages).toContainText('Unexpected answer from')
  computer.server.faults.clear()
  await messages.getByRole('button', { name: 'Try again' }).click()
  await expect(messages.getByText('Unexpected answer from')).toBeHidden()
})
