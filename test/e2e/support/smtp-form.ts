import type { Locator, Page } from '@playwright/test'
import { mailUser } from '../../mail/mail-servers'
import type { Computer, Person } from './computer'

export interface MailServerTyped {
  address: string
  password: string
  host: string
  port: number | string
  encryption: 'TLS' | 'STARTTLS' | 'None'
  username: string
}

/** What the real mail server of a test takes, but for its port. */
export const rightMailServer = {
  address: 'marten@meadow.example',
  host: 'localhost',
  encryption: 'TLS',
  ...mailUser,
} as const

export async function openSmtp(computer: Computer, person: Person): Promise<Page> {
  const page = await computer.startSignedIn(person)
  await page.getByRole('button', { name: 'SMTP' }).click()
  return page
}

/** The accounts as they are listed; what is listed within them does not count. */
export function rowsOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Mail servers' }).locator('.part > li')
}

export async function openForm(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Add a mail server…' }).click()
  return page.getByRole('dialog', { name: 'Add a mail server' })
}

/** Types in the order of the fields, as a person does; what is not given stays. */
export async function type(form: Locator, typed: Partial<MailServerTyped>): Promise<void> {
  if (typed.address !== undefined) await form.getByLabel('Email address').fill(typed.address)
  if (typed.password !== undefined) await form.getByLabel('Password', { exact: true }).fill(typed.password)
  if (typed.host !== undefined) await form.getByLabel('Server').fill(typed.host)
  // Before the port, which may follow it.
  if (typed.encryption !== undefined) {
    await form.getByRole('radio', { name: typed.encryption, exact: true }).check({ force: true })
  }
  if (typed.port !== undefined) await form.getByLabel('Port').fill(String(typed.port))
  if (typed.username !== undefined) await form.getByLabel('User name').fill(typed.username)
}

export function checkAndSave(form: Locator): Promise<void> {
  return form.getByRole('button', { name: 'Check and save' }).click()
}
