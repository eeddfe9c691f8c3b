import type { Locator, Page } from '@playwright/test'
import { mailUser } from '../../mail/mail-servers'
import type { Computer, Person } from './computer'

export interface MailServerInput {
  address: string
  password: string
  host: string
  port: number | string
  encryption: 'TLS' | 'STARTTLS' | 'None'
  username: string
}

/** Settings that a test's mail server accepts; add its port. */
export const validMailServer = {
  address: 'marten@meadow.example',
  host: 'localhost',
  encryption: 'TLS',
  ...mailUser,
} as const

export async function openSmtpPanel(computer: Computer, person: Person): Promise<Page> {
  const page = await computer.startSignedIn(person)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  return page
}

/** The rows of the list of mail servers, without lists inside a row. */
export function mailServerRows(page: Page): Locator {
  return page.getByRole('region', { name: 'Mail servers' }).locator('.part > li')
}

export async function openAddForm(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Add a mail server…' }).click()
  return page.getByRole('dialog', { name: 'Add a mail server' })
}

/** Fills in the given fields in their order on the form; other fields keep their values. */
export async function fillForm(form: Locator, input: Partial<MailServerInput>): Promise<void> {
  if (input.address !== undefined) await form.getByLabel('Email address').fill(input.address)
  if (input.password !== undefined) await form.getByLabel('Password', { exact: true }).fill(input.password)
  if (input.host !== undefined) await form.getByLabel('Server').fill(input.host)
  // Before the port, since changing the encryption may change the port.
  if (input.encryption !== undefined) {
    await form.getByRole('radio', { name: input.encryption, exact: true }).check({ force: true })
  }
  if (input.port !== undefined) await form.getByLabel('Port').fill(String(input.port))
  if (input.username !== undefined) await form.getByLabel('User name').fill(input.username)
}

/** Moves the pointer there first: a click where Stop has just been would be taken for its second one. */
export async function checkAndSave(form: Locator): Promise<void> {
  await form.page().mouse.move(1, 1)
  await form.getByRole('button', { name: 'Check and save' }).click()
}

/** Clicks Stop, with the pointer coming from elsewhere, as in {@link checkAndSave}. */
export async function stopCheck(form: Locator): Promise<void> {
  await form.page().mouse.move(1, 1)
  await form.getByRole('button', { name: 'Stop', exact: true }).click()
}

/** Opens what the server said, below a failed check. */
export function openDetails(form: Locator): Promise<void> {
  return form.getByRole('button', { name: 'Details' }).click()
}
