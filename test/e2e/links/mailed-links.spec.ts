import type { Page } from '@playwright/test'
import { sendNotificationEmail } from '../../fleep-server/notification-calls'
import { type Computer, expect, lastMail, liis, readState, serverAccount, test } from '../support/app'

const createNotification = (computer: Computer) =>
  sendNotificationEmail(computer.server.state, serverAccount(computer, liis))
const emailInterval = (computer: Computer) => serverAccount(computer, liis).own.mk_email_interval

async function openPastedLink(page: Page, link: string) {
  // What has just appeared under a still pointer takes no click.
  await page.mouse.move(1, 1)
  await page.getByRole('button', { name: 'Use a link' }).click()
  await page.getByLabel('Link from the email').fill(link)
  await page.keyboard.press('Enter')
}

test('signed out, a link changes the email interval after confirmation', async ({ computer }) => {
  const page = await computer.start()
  await openPastedLink(
    page,
    `${computer.server.url}/email_interval?notification_id=${createNotification(computer)}&email=${liis.email}`,
  )
  const dialog = page.getByRole('dialog', { name: 'Change email notifications' })
  await expect(dialog).toContainText(`According to the link, it’s for ${liis.email}`)
  expect(emailInterval(computer)).toBe('hourly')
  await dialog.getByRole('radio', { name: 'Never' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Change' }).click()
  await expect(page.getByText('You won’t get any more email notifications.')).toBeVisible()
  expect(emailInterval(computer)).toBe('never')
  await page.getByRole('button', { name: 'OK' }).click()
  await expect(page.getByText('You won’t get any more email notifications')).toBeHidden()
})

test('signed in, unsubscribing by link updates the Account panel', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await openPastedLink(page, `${computer.server.url}/unsubscribe?notification_id=${createNotification(computer)}`)
  const dialog = page.getByRole('dialog', { name: 'Unsubscribe' })
  await expect(dialog).toContainText('It’s for the person who received the email')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  expect(emailInterval(computer)).toBe('hourly')
  await openPastedLink(page, `${computer.server.url}/unsubscribe?notification_id=${createNotification(computer)}`)
  await dialog.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(page.getByText('You’re unsubscribed')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Never' })).toBeChecked()
})

test('signed out, a link confirms an address', async ({ computer }) => {
  const alias = serverAccount(computer, liis).aliases.find(({ confirmed }) => !confirmed)
  const page = await computer.start()
  const link = `${computer.server.url}/confirm?confirm_id=${alias?.notificationId}`
  await openPastedLink(page, link)
  await page.getByRole('dialog', { name: 'Confirm an address' }).getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('The address is confirmed.')).toBeVisible()
  expect(alias?.confirmed).toBe(true)
  await openPastedLink(page, link)
  await page.getByRole('dialog', { name: 'Confirm an address' }).getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('alert')).toContainText('has been used or has expired')
})

test('a bare id asks what the email was about', async ({ computer }) => {
  const page = await computer.start()
  await openPastedLink(page, createNotification(computer))
  const dialog = page.getByRole('dialog', { name: 'What was the email about?' })
  // Nothing is chosen for the user, so that nobody confirms an account by a guess.
  await expect(dialog.getByRole('radio', { checked: true })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Choose what the email was about.')
  await expect(dialog.getByRole('radio').first()).toBeFocused()
  await expect(dialog.getByRole('group')).toHaveAccessibleDescription('Choose what the email was about.')
  await dialog.getByRole('radio', { name: 'Unsubscribing' }).check()
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('dialog', { name: 'Unsubscribe' }).getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(page.getByText('You’re unsubscribed')).toBeVisible()
  expect(emailInterval(computer)).toBe('never')
})

test('a password reset link sets the new password and signs out', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await fetch(`${computer.server.url}/api/account/reset_password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: liis.email }),
  })
  const { notificationId: id } = await lastMail(computer)
  await openPastedLink(page, `${computer.server.url}/reset_password?notification_id=${id}`)
  const dialog = page.getByRole('dialog', { name: 'Set a new password' })
  await dialog.getByLabel('New password').fill('seven quiet herons by the lake')
  await dialog.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('Your new password is set. Sign in with it.')).toBeVisible()
  expect(serverAccount(computer, liis).password).toBe('seven quiet herons by the lake')
})

test('links to other servers and incomplete links are refused', async ({ computer }) => {
  const page = await computer.start()
  const id = createNotification(computer)
  await page.getByRole('button', { name: 'Use a link' }).click()
  const field = page.getByLabel('Link from the email')
  for (const [link, message] of [
    [`https://elsewhere.example/unsubscribe?notification_id=${id}`, 'isn’t for 127.0.0.1'],
    [`fleep-settings://unsubscribe?notification_id=${id}&server=https://elsewhere.example`, 'isn’t for'],
    [`javascript:alert(1)//?notification_id=${id}`, 'isn’t for'],
    [`${computer.server.url}/unsubscribe`, 'This link is incomplete.'],
    ['unsubscribe me', 'Paste the whole link'],
  ] as const) {
    await field.fill(link)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(field).toHaveAccessibleDescription(new RegExp(message))
    await expect(field).toHaveValue(link)
  }
})

test('a link opened by the system only shows its dialog, at start and while running', async ({ computer }) => {
  await computer.launch(`fleep-settings://unsubscribe?notification_id=${createNotification(computer)}`)
  const page = await computer.app.firstWindow()
  await expect(page.getByRole('dialog', { name: 'Unsubscribe' })).toBeVisible()
  expect(computer.server.receivedCalls).toEqual([])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()

  expect(
    await computer.startSecondInstance(
      `fleep-settings://email_interval?notification_id=${createNotification(computer)}`,
    ),
  ).toBe(0)
  await expect(page.getByRole('dialog', { name: 'Change email notifications' })).toBeVisible()
  await computer.startSecondInstance('fleep-settings://unsubscribe?notification_id=12')
  await expect(page.getByRole('dialog', { name: 'This link can’t be used' })).toContainText('is incomplete')
  expect(computer.server.receivedCalls).toEqual([])
  expect(emailInterval(computer)).toBe('hourly')
})

test('the same link opened twice keeps what is typed', async ({ computer }) => {
  const id = createNotification(computer)
  const link = `fleep-settings://reset_password?notification_id=${id}`
  await computer.launch(link)
  const page = await computer.app.firstWindow()
  const field = page.getByRole('textbox', { name: 'New password' })
  await field.fill('seven quiet herons')
  expect(await computer.startSecondInstance(link)).toBe(0)
  await expect(field).toHaveValue('seven quiet herons')
  await expect(field).toBeFocused()
  // Links arrive in order, so the second link has arrived as well when the third, which is another one, is shown.
  await computer.startSecondInstance(`fleep-settings://unsubscribe?notification_id=${id}`)
  await expect(page.getByRole('dialog', { name: 'Unsubscribe' })).toBeVisible()
  expect(await readState(page)).toMatchObject({ openLink: { id: 2 } })
})

test('the id of a link is not in the window’s state', async ({ computer }) => {
  const id = createNotification(computer)
  const page = await computer.start()
  await openPastedLink(page, `${computer.server.url}/unsubscribe?notification_id=${id}`)
  await expect(page.getByRole('dialog', { name: 'Unsubscribe' })).toBeVisible()
  const state = JSON.stringify(await readState(page))
  expect(state).not.toContain(id)
})
