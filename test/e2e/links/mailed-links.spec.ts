import type { Page } from '@playwright/test'
import { mailNotification } from '../../fleep-server/notification-calls'
import { type Computer, expect, liis, onServer, readState, test } from '../support/app'

const mail = (computer: Computer) => mailNotification(computer.server.state, onServer(computer, liis))
const intervalOf = (computer: Computer) => onServer(computer, liis).own.mk_email_interval

async function paste(page: Page, link: string) {
  await page.getByRole('button', { name: 'Use a link' }).click()
  await page.getByLabel('Link from the mail').fill(link)
  await page.getByRole('button', { name: 'Look at it' }).click()
}

test('signed out, a link changes how often mails come, once it was said so', async ({ computer }) => {
  const page = await computer.start()
  await paste(page, `${computer.server.url}/email_interval?notification_id=${mail(computer)}&email=${liis.email}`)
  const dialog = page.getByRole('dialog', { name: 'Change email notifications' })
  await expect(dialog).toContainText(`The link says that it is for ${liis.email}`)
  expect(intervalOf(computer)).toBe('hourly')
  await dialog.getByRole('radio', { name: 'Never' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Change' }).click()
  await expect(page.getByText('No email notifications come any more.')).toBeVisible()
  expect(intervalOf(computer)).toBe('never')
  await page.getByRole('button', { name: 'OK' }).click()
  await expect(page.getByText('No email notifications')).toBeHidden()
})

test('signed in, unsubscribing shows in the panel at once', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await paste(page, `${computer.server.url}/unsubscribe?notification_id=${mail(computer)}`)
  const dialog = page.getByRole('dialog', { name: 'Unsubscribe' })
  await expect(dialog).toContainText('It is for whoever the mail was sent to')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  expect(intervalOf(computer)).toBe('hourly')
  await paste(page, `${computer.server.url}/unsubscribe?notification_id=${mail(computer)}`)
  await dialog.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(page.getByText('You are unsubscribed')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Never' })).toBeChecked()
})

test('an alias is confirmed by its link, signed out', async ({ computer }) => {
  const alias = onServer(computer, liis).aliases.find(({ confirmed }) => !confirmed)
  const page = await computer.start()
  const link = `${computer.server.url}/confirm?confirm_id=${alias?.notificationId}`
  await paste(page, link)
  await page.getByRole('dialog', { name: 'Confirm an address' }).getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('The address is confirmed.')).toBeVisible()
  expect(alias?.confirmed).toBe(true)
  await paste(page, link)
  await page.getByRole('dialog', { name: 'Confirm an address' }).getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('alert')).toContainText('has been used or has expired')
})

test('a link that does not tell what it is for is asked about', async ({ computer }) => {
  const page = await computer.start()
  await paste(page, mail(computer))
  const dialog = page.getByRole('dialog', { name: 'What was the mail about?' })
  await dialog.getByRole('radio', { name: 'Unsubscribing' }).check()
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('dialog', { name: 'Unsubscribe' }).getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(page.getByText('You are unsubscribed')).toBeVisible()
  expect(intervalOf(computer)).toBe('never')
})

test('a new password is set by its link, and signs the account out elsewhere', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await fetch(`${computer.server.url}/api/account/reset_password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: liis.email }),
  })
  const id = computer.server.state.outbox.at(-1)?.notificationId
  await paste(page, `${computer.server.url}/reset_password?notification_id=${id}`)
  const dialog = page.getByRole('dialog', { name: 'Set a new password' })
  await dialog.getByLabel('New password').fill('seven quiet herons by the lake')
  await dialog.getByRole('button', { name: 'Set it' }).click()
  await expect(page.getByText('Your new password is set. Sign in with it.')).toBeVisible()
  expect(onServer(computer, liis).password).toBe('seven quiet herons by the lake')
})

test('links from elsewhere, and broken ones, are refused', async ({ computer }) => {
  const page = await computer.start()
  const id = mail(computer)
  await page.getByRole('button', { name: 'Use a link' }).click()
  const field = page.getByLabel('Link from the mail')
  for (const [link, words] of [
    [`https://elsewhere.example/unsubscribe?notification_id=${id}`, 'does not lead to 127.0.0.1'],
    [`fleep-settings://unsubscribe?notification_id=${id}&server=https://elsewhere.example`, 'does not lead to'],
    [`javascript:alert(1)//?notification_id=${id}`, 'does not lead to'],
    [`${computer.server.url}/unsubscribe`, 'This link is not complete.'],
    ['unsubscribe me', 'Paste the whole link'],
  ] as const) {
    await field.fill(link)
    await page.getByRole('button', { name: 'Look at it' }).click()
    await expect(field).toHaveAccessibleDescription(new RegExp(words))
    await expect(field).toHaveValue(link)
  }
})

test('a link that the system opens only shows what it does, at the start and later', async ({ computer }) => {
  await computer.launch(`fleep-settings://unsubscribe?notification_id=${mail(computer)}`)
  const page = await computer.app.firstWindow()
  await expect(page.getByRole('dialog', { name: 'Unsubscribe' })).toBeVisible()
  expect(computer.server.seen).toEqual([])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()

  expect(await computer.startSecond(`fleep-settings://email_interval?notification_id=${mail(computer)}`)).toBe(0)
  await expect(page.getByRole('dialog', { name: 'Change email notifications' })).toBeVisible()
  await computer.startSecond('fleep-settings://unsubscribe?notification_id=12')
  await expect(page.getByRole('dialog', { name: 'This link cannot be used' })).toContainText('is not complete')
  expect(computer.server.seen).toEqual([])
  expect(intervalOf(computer)).toBe('hourly')
})

test('the id in a link never reaches the window again', async ({ computer }) => {
  const id = mail(computer)
  const page = await computer.start()
  await paste(page, `${computer.server.url}/unsubscribe?notification_id=${id}`)
  await expect(page.getByRole('dialog', { name: 'Unsubscribe' })).toBeVisible()
  const known = JSON.stringify(await readState(page))
  expect(known).not.toContain(id)
})
