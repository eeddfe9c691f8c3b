import type { Page } from '@playwright/test'
import { expect, lastMail, liis, serverAccount, test } from '../support/app'

async function requestMail(page: Page, email: string) {
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  const dialog = page.getByRole('dialog', { name: 'Forgot your password?' })
  await dialog.getByLabel('Your email address').fill(email)
  await dialog.getByRole('button', { name: 'Send email' }).click()
  return dialog
}

test('an emailed link sets a new password and signs in', async ({ computer }) => {
  const page = await computer.start()
  await page.getByLabel('Email or Fleep ID').fill(liis.email)
  await requestMail(page, liis.email)
  const dialog = page.getByRole('dialog', { name: 'Set a new password' })
  await expect(dialog).toContainText(`Email sent to ${liis.email}.`)
  expect(serverAccount(computer, liis).password).toBe(liis.password)

  await dialog.getByLabel('New password').fill('seven quiet herons by the lake')
  for (const [link, message] of [
    ['that one', 'Paste the whole link from the email.'],
    [
      `https://elsewhere.example/reset?notification_id=${(await lastMail(computer)).notificationId}`,
      'This link isn’t for',
    ],
    [
      `${computer.server.url}/reset?notification_id=00000000-0000-4000-8000-000000000000`,
      'has been used or has expired',
    ],
  ] as const) {
    await dialog.getByLabel('Link from the email').fill(link)
    await dialog.getByRole('button', { name: 'Set password and sign in' }).click()
    await expect(dialog.getByLabel('Link from the email')).toHaveAccessibleDescription(new RegExp(message))
    await expect(dialog.getByLabel('New password')).toHaveValue('seven quiet herons by the lake')
  }
  await dialog
    .getByLabel('Link from the email')
    .fill(`${computer.server.url}/reset?notification_id=${(await lastMail(computer)).notificationId}`)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  expect(serverAccount(computer, liis).password).toBe('seven quiet herons by the lake')
})

test('a reset whose sign-in failed goes on with the sign-in', async ({ computer }) => {
  const page = await computer.start()
  await page.getByLabel('Email or Fleep ID').fill(liis.email)
  await requestMail(page, liis.email)
  const dialog = page.getByRole('dialog', { name: 'Set a new password' })
  await dialog
    .getByLabel('Link from the email')
    .fill(`${computer.server.url}/reset?notification_id=${(await lastMail(computer)).notificationId}`)
  await dialog.getByLabel('New password').fill('seven quiet herons by the lake')
  computer.server.planFault('account/login', { kind: 'drop-before' })
  // What has just appeared under a still pointer takes no click.
  await page.mouse.move(1, 1)
  await dialog.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(dialog.getByText('Your new password is set.')).toBeVisible()
  await page.mouse.move(1, 1)
  await dialog.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
})

test('an unknown address and too many emails show an error', async ({ computer }) => {
  const page = await computer.start()
  const dialog = await requestMail(page, 'nobody@meadow.example')
  const field = dialog.getByLabel('Your email address')
  await expect(field).toHaveAccessibleDescription(/no account with this address/)
  await expect(field).toHaveValue('nobody@meadow.example')
  await field.fill('liis')
  await dialog.getByRole('button', { name: 'Send email' }).click()
  await expect(field).toHaveAccessibleDescription(/Enter one address/)
  await page.keyboard.press('Escape')

  await requestMail(page, liis.email)
  for (let times = 0; times < 3; times += 1) {
    await page.mouse.move(1, 1)
    await page.getByRole('button', { name: 'Send another email' }).click()
    await expect.poll(() => computer.server.state.outbox.length).toBe(times + 2)
    await expect(page.getByRole('button', { name: 'Send another email' })).not.toHaveAttribute('aria-disabled', 'true')
  }
  await page.mouse.move(1, 1)
  await page.getByRole('button', { name: 'Send another email' }).click()
  await expect(page.getByText('Too many password resets.')).toBeVisible()
})
