import type { Page } from '@playwright/test'
import { type Computer, expect, liis, marten, onServer, test } from '../support/app'

const confirmed = 'liis@meadow.example'
const pending = 'l.tamm@harbour.example'

const group = (page: Page) => page.getByRole('region', { name: 'Addresses' })
const act = (page: Page, what: string, email: string) =>
  group(page)
    .getByRole('button', { name: `${what}: ${email}` })
    .click()

/** The id in the last mail that Fleep sent. */
const mailed = (computer: Computer) => computer.server.state.outbox.at(-1)?.notificationId ?? ''

test('addresses are listed with what they wait for', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await expect(group(page)).toContainText(`${liis.email} Primary`)
  await expect(group(page)).toContainText(`${confirmed}People reach you under it too.`)
  await expect(group(page)).toContainText(`${pending}Waits until the link in its mail is opened.`)
})

test('another address is made the primary one, and Undo takes it back', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await act(page, 'Make primary', confirmed)
  await expect(group(page)).toContainText(`${confirmed} Primary`)
  await expect(group(page)).toContainText(`${liis.email}People reach you under it too.`)
  await expect(page.locator('header')).toContainText(confirmed)
  expect(computer.server.state.accountByLogin(confirmed)?.id).toBe(computer.server.state.accountByLogin('liis')?.id)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(group(page)).toContainText(`${liis.email} Primary`)
})

test('an address is added, waits for its mail, and is confirmed by the pasted link', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await group(page).getByLabel('Another address').fill('liis.new@meadow.example')
  await page.keyboard.press('Enter')
  await expect(page.getByText('A mail is on its way to liis.new@meadow.example')).toBeVisible()
  const first = mailed(computer)
  await act(page, 'Send the mail again', 'liis.new@meadow.example')
  await expect(page.getByText('Another mail is on its way')).toBeVisible()

  await act(page, 'Paste the link', 'liis.new@meadow.example')
  const dialog = page.getByRole('dialog', { name: 'Confirm liis.new@meadow.example' })
  for (const [link, words] of [
    ['', 'Paste the link from the mail.'],
    ['that mail', 'Paste the whole link from the mail.'],
    [`https://elsewhere.example/confirm?confirm_id=${mailed(computer)}`, 'This link does not lead to'],
    [`${computer.server.url}/confirm?confirm_id=12`, 'This link is not complete.'],
    [`${computer.server.url}/confirm?confirm_id=${first}`, 'This link has been used or has expired'],
  ] as const) {
    await dialog.getByLabel('Link from the mail').fill(link)
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    await expect(dialog.getByLabel('Link from the mail')).toHaveAccessibleDescription(new RegExp(words))
  }
  await dialog.getByLabel('Link from the mail').fill(`${computer.server.url}/confirm?confirm_id=${mailed(computer)}`)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(group(page)).toContainText('liis.new@meadow.examplePeople reach you under it too.')
})

test('a link that was opened in a browser shows here at once', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await expect(group(page)).toContainText(`${pending}Waits`)
  const id = onServer(computer, liis).aliases.find(({ email }) => email === pending)?.notificationId
  const answer = await fetch(`${computer.server.url}/api/alias/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ notification_id: id }),
  })
  expect(answer.status).toBe(200)
  await expect(group(page)).toContainText(`${pending}People reach you under it too.`)
})

test('an address is removed, after saying what that means', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await act(page, 'Remove', confirmed)
  const dialog = page.getByRole('dialog', { name: `Remove ${confirmed}?` })
  await expect(dialog).toContainText('you confirm it by mail again')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText(`${confirmed} is removed`)).toBeVisible()
  await expect(group(page)).not.toContainText(`${confirmed}People`)
  expect(onServer(computer, liis).aliases.map(({ email }) => email)).toEqual([pending])
})

test('an address that is none, or somebody else’s, is refused beside its field', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const field = group(page).getByLabel('Another address')
  for (const [typed, words] of [
    ['liis', 'Write one address'],
    [`a@b.example, ${confirmed}`, 'Write one address'],
    [marten.email, 'belongs to another account'],
  ] as const) {
    await field.fill(typed)
    await page.keyboard.press('Enter')
    await expect(field).toHaveAccessibleDescription(new RegExp(words))
    await expect(field).toHaveValue(typed)
  }
})

test('where the addresses cannot be read, it says why and tries again', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'SMTP' }).click()
  computer.server.next('alias/sync', { kind: 'body', body: '<html>', contentType: 'text/html' })
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await expect(group(page).getByRole('alert')).toContainText('was not understood')
  await group(page).getByRole('button', { name: 'Try again' }).click()
  await expect(group(page).getByRole('alert')).toBeHidden()
})
