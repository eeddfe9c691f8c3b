import type { Page } from '@playwright/test'
import { type Computer, expect, liis, marten, serverAccount, test } from '../support/app'

const confirmed = 'liis@meadow.example'
const pending = 'l.tamm@harbour.example'

const addressesRegion = (page: Page) => page.getByRole('region', { name: 'Addresses' })
const clickAction = (page: Page, action: string, email: string) =>
  addressesRegion(page)
    .getByRole('button', { name: `${action}: ${email}` })
    .click()

/** The id in the last email that Fleep sent. */
const lastNotificationId = (computer: Computer) => computer.server.state.outbox.at(-1)?.notificationId ?? ''

test('the list shows which addresses are primary, confirmed and unconfirmed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await expect(addressesRegion(page)).toContainText(`${liis.email} Primary`)
  await expect(addressesRegion(page)).toContainText(`${confirmed}People reach you under it too.`)
  await expect(addressesRegion(page)).toContainText(`${pending}Waits until the link in its mail is opened.`)
})

test('another address can be made primary, and Undo reverts it', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await clickAction(page, 'Make primary', confirmed)
  await expect(addressesRegion(page)).toContainText(`${confirmed} Primary`)
  await expect(addressesRegion(page)).toContainText(`${liis.email}People reach you under it too.`)
  await expect(page.locator('header')).toContainText(confirmed)
  expect(computer.server.state.accountByLogin(confirmed)?.id).toBe(computer.server.state.accountByLogin('liis')?.id)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(addressesRegion(page)).toContainText(`${liis.email} Primary`)
})

test('a new address is confirmed by the pasted link from its email', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await addressesRegion(page).getByLabel('Another address').fill('liis.new@meadow.example')
  await page.keyboard.press('Enter')
  await expect(page.getByText('A mail is on its way to liis.new@meadow.example')).toBeVisible()
  const firstId = lastNotificationId(computer)
  await clickAction(page, 'Send the mail again', 'liis.new@meadow.example')
  await expect(page.getByText('Another mail is on its way')).toBeVisible()

  await clickAction(page, 'Paste the link', 'liis.new@meadow.example')
  const dialog = page.getByRole('dialog', { name: 'Confirm liis.new@meadow.example' })
  for (const [link, message] of [
    ['', 'Paste the link from the mail.'],
    ['that mail', 'Paste the whole link from the mail.'],
    [`https://elsewhere.example/confirm?confirm_id=${lastNotificationId(computer)}`, 'This link does not lead to'],
    [`${computer.server.url}/confirm?confirm_id=12`, 'This link is not complete.'],
    [`${computer.server.url}/confirm?confirm_id=${firstId}`, 'This link has been used or has expired'],
  ] as const) {
    await dialog.getByLabel('Link from the mail').fill(link)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await expect(dialog.getByLabel('Link from the mail')).toHaveAccessibleDescription(new RegExp(message))
  }
  await dialog
    .getByLabel('Link from the mail')
    .fill(`${computer.server.url}/confirm?confirm_id=${lastNotificationId(computer)}`)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(addressesRegion(page)).toContainText('liis.new@meadow.examplePeople reach you under it too.')
})

test('an address confirmed in a browser is shown as confirmed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await expect(addressesRegion(page)).toContainText(`${pending}Waits`)
  const id = serverAccount(computer, liis).aliases.find(({ email }) => email === pending)?.notificationId
  const response = await fetch(`${computer.server.url}/api/alias/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ notification_id: id }),
  })
  expect(response.status).toBe(200)
  await expect(addressesRegion(page)).toContainText(`${pending}People reach you under it too.`)
})

test('removing an address asks for confirmation first', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await clickAction(page, 'Remove', confirmed)
  const dialog = page.getByRole('dialog', { name: `Remove ${confirmed}?` })
  await expect(dialog).toContainText('you confirm it by mail again')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText(`${confirmed} is removed`)).toBeVisible()
  await expect(addressesRegion(page)).not.toContainText(`${confirmed}People`)
  expect(serverAccount(computer, liis).aliases.map(({ email }) => email)).toEqual([pending])
})

test('an invalid address or one of another account shows an error beside the field', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const field = addressesRegion(page).getByLabel('Another address')
  for (const [input, message] of [
    ['liis', 'Write one address'],
    [`a@b.example, ${confirmed}`, 'Write one address'],
    [marten.email, 'belongs to another account'],
  ] as const) {
    await field.fill(input)
    await page.keyboard.press('Enter')
    await expect(field).toHaveAccessibleDescription(new RegExp(message))
    await expect(field).toHaveValue(input)
  }
})

test('an unreadable list of addresses shows the reason and can be reloaded', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'SMTP' }).click()
  computer.server.planFault('alias/sync', { kind: 'body', body: '<html>', contentType: 'text/html' })
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await expect(addressesRegion(page).getByRole('alert')).toContainText('was not understood')
  await addressesRegion(page).getByRole('button', { name: 'Try again' }).click()
  await expect(addressesRegion(page).getByRole('alert')).toBeHidden()
})
