import type { Page } from '@playwright/test'
import { sendRegistrationEmail } from '../../fleep-server/registration-calls'
import { type Computer, expect, lastMail, liis, marten, test } from '../support/app'

const newcomer = 'tiina.pold@harbour.example'
const newcomerAccount = (computer: Computer) => computer.server.state.accounts.find(({ email }) => email === newcomer)

async function requestCode(page: Page, email: string) {
  await page.getByRole('button', { name: 'Create an account' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create an account' })
  await dialog.getByLabel('Your email address').fill(email)
  await dialog.getByRole('button', { name: 'Send me a code' }).click()
  return dialog
}

async function openPastedLink(page: Page, link: string) {
  // What has just appeared under a still pointer takes no click.
  await page.mouse.move(1, 1)
  await page.getByRole('button', { name: 'Use a link' }).click()
  await page.getByLabel('Link from the email').fill(link)
  await page.keyboard.press('Enter')
}

test('a new account is created with the emailed code and signed in', async ({ computer }) => {
  const page = await computer.start()
  await requestCode(page, newcomer)
  const code = page.getByLabel('Code from the email')
  await code.fill('000000')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(code).toHaveAccessibleDescription(/Wrong or expired code\. Check the latest email/)
  await expect(code).toHaveValue('000000')
  // As it is printed in some emails, with a no-break space.
  await code.fill((await lastMail(computer)).code.replace(/^(\d{3})/, '$1\u00a0'))
  await page.keyboard.press('Enter')

  const form = page.getByRole('dialog', { name: 'Set up your account' })
  await expect(form).toContainText(`The account will be for ${newcomer}.`)
  await form.getByLabel('Name', { exact: true }).fill('Tiina Põld')
  await expect(form.getByLabel('Fleep ID')).toHaveValue('tiina.pold')
  await form.getByRole('button', { name: 'tiina.pold1' }).click()
  await form.getByLabel('Password', { exact: true }).fill('nine warm stones in the sauna')
  await expect(form.getByLabel('Phone number (optional)')).toHaveValue('+372 ')
  await form.getByLabel('Phone number (optional)').fill('+372 5555 0303')
  await form.getByRole('checkbox', { name: 'Send me occasional news about Fleep' }).check()
  await form.getByRole('button', { name: 'Set up and sign in' }).click()

  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Tiina Põld')
  await expect(page.getByText('Welcome to Fleep, Tiina Põld.')).toBeVisible()
  expect(newcomerAccount(computer)).toMatchObject({
    fleepAddress: 'tiina.pold1',
    password: 'nine warm stones in the sauna',
    own: { phone_nr: '+372 5555 0303', is_newsletter_disabled: false },
  })
  await computer.waitForStoredSession()
  await computer.quit()
  const restartedPage = await computer.start()
  await expect(restartedPage.getByLabel('Name', { exact: true })).toHaveValue('Tiina Põld')
})

test('an address with an account and too many codes show an error beside the field', async ({ computer }) => {
  const page = await computer.start()
  const dialog = await requestCode(page, liis.email)
  const field = dialog.getByLabel('Your email address')
  await expect(field).toHaveAccessibleDescription(/There is an account with this address already/)
  await field.fill(newcomer)
  for (let times = 0; times < 5; times += 1) {
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByRole('button', { name: 'Use another address' }).click()
  }
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(field).toHaveAccessibleDescription(/Too many registrations/)
})

test('an invitation shows the inviter and team, and errors appear beside their fields', async ({ computer }) => {
  const { server } = computer
  const invitation = {
    display_name: 'Tiina',
    inviter_name: marten.displayName,
    organisation_name: 'Meadow Ltd',
    organisation_id: '5b0f3c1e-0000-4000-8000-000000000001',
    team_id: '5b0f3c1e-0000-4000-8000-000000000002',
  }
  const { notificationId } = sendRegistrationEmail(server.state, { email: newcomer, by: 'link', invitation })
  const page = await computer.start()
  await openPastedLink(page, `${server.url}/invite?notification_id=${notificationId}`)
  // No request has been sent to Fleep yet.
  await expect(page.getByRole('dialog', { name: 'Set up an account' })).toBeVisible()
  expect(server.inputsOf('account/prepare/v2')).toEqual([])
  await page.getByRole('button', { name: 'Continue' }).click()

  const form = page.getByRole('dialog', { name: 'Set up your account' })
  await expect(form).toContainText('Marten Kask invited you to Meadow Ltd, a team.')
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('Tiina')
  await form.getByLabel('Fleep ID').fill('marten')
  await form.getByLabel('Password', { exact: true }).fill('nine warm stones in the sauna')
  await form.getByRole('button', { name: 'Set up and sign in' }).click()
  await expect(form.getByLabel('Fleep ID')).toHaveAccessibleDescription(/not available/)
  await expect(form.getByLabel('Password', { exact: true })).toHaveValue('nine warm stones in the sauna')

  // The account is set up, but the response is lost.
  await form.getByLabel('Fleep ID').fill('tiina.p')
  server.planFault('account/confirm/v2', { kind: 'drop-after' })
  await form.getByRole('button', { name: 'Set up and sign in' }).click()
  await expect(form.getByRole('alert')).toContainText('We couldn’t confirm that your account is set up')
  await form.getByRole('button', { name: 'Set up and sign in' }).click()
  await expect(form.getByRole('alert')).toContainText('sign in with the password you chose')
  expect(newcomerAccount(computer)).toMatchObject({ own: { is_newsletter_disabled: true } })
  expect(newcomerAccount(computer)?.own).not.toHaveProperty('phone_nr')
})

test('a used invitation explains what to do next', async ({ computer }) => {
  const page = await computer.start()
  await openPastedLink(page, `${computer.server.url}/invite?notification_id=00000000-0000-4000-8000-000000000000`)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('alert')).toContainText(
    'This link has been used or has expired. Ask the person who invited you',
  )
})

test('an older confirmation link signs the current account out and the confirmed one in', async ({ computer }) => {
  const { server } = computer
  const chosen = { displayName: 'Tiina Põld', password: 'nine warm stones in the sauna' }
  const { notificationId } = sendRegistrationEmail(server.state, { email: newcomer, by: 'link', chosen })
  const page = await computer.startSignedIn(liis)
  await openPastedLink(page, `${server.url}/confirm?notification_id=${notificationId}&email=${newcomer}`)
  const dialog = page.getByRole('dialog', { name: 'Confirm your account' })
  await expect(dialog).toContainText(`You’re signed in as ${liis.email}`)
  await dialog.getByRole('button', { name: 'Sign out and continue' }).click()
  await expect(dialog).toContainText(`According to the link, it’s for ${newcomer}`)
  await dialog.getByRole('button', { name: 'Confirm and sign in' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Tiina Põld')
  await expect(page.getByText('Your account is confirmed.')).toBeVisible()
  // The answer's account_id, ticket and profiles are those of the account that is signed in.
  expect(server.inputsOf('account/confirm')).toEqual([{ notification_id: notificationId }])
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('Your account is confirmed.')).toBeHidden()

  await openPastedLink(page, `${server.url}/confirm?notification_id=${notificationId}`)
  await page.getByRole('button', { name: 'Confirm and sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('If you’ve already used it, sign in with your password.')
})
