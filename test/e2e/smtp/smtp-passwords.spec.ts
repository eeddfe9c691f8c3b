import type { Page } from '@playwright/test'
import { mailCertificates } from '../../mail/certificates'
import { mailUser, startMailServer } from '../../mail/mail-servers'
import { type Computer, expect, marten, onServer, signIn, test, type UseMailServer } from '../support/app'
import { checkAndSave, openForm, openSmtp, rightMailServer, rowsOf, type } from '../support/smtp-form'

const service = 'Fleep Settings'
const rows = (computer: Computer) => onServer(computer, marten).smtp

/** The passwords that another program finds in the keyring, besides the session. */
async function kept(computer: Computer): Promise<string[]> {
  const secrets = (await computer.keyring?.secretsOf(service)) ?? []
  return secrets.filter((secret) => secret.includes('password'))
}

/** Sets up a mail server that works. @returns its port */
async function addOne(page: Page, useMailServer: UseMailServer): Promise<number> {
  const { good } = await mailCertificates()
  const port = await useMailServer(startMailServer(good, { secure: true }))
  const form = await openForm(page)
  await type(form, { ...rightMailServer, port })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  return port
}

/** @returns the SMTP panel with one mail server that works */
async function openWithOne(computer: Computer, useMailServer: UseMailServer): Promise<Page> {
  const page = await openSmtp(computer, marten)
  await addOne(page, useMailServer)
  return page
}

const button = (page: Page, words: string) => page.getByRole('button', { name: new RegExp(`^${words}:`) })

test('set up, found after a restart, checked, made default, changed, removed and restored, without typing again', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  let page = await openSmtp(computer, marten)
  const port = await addOne(page, useMailServer)
  const [first] = rows(computer)
  expect(await computer.keyring?.secretOf(service, itemOf(computer))).toBe(
    JSON.stringify({ version: 1, password: mailUser.password }),
  )

  await computer.untilRemembered()
  await computer.quit()
  page = await computer.start()
  await page.getByRole('button', { name: 'SMTP' }).click()
  await button(page, 'Check').click()
  await expect(page.getByText('It works from this computer')).toBeVisible()

  // Another encryption is a new account at Fleep; to the person it is one change.
  const { good } = await mailCertificates()
  const other = await useMailServer(startMailServer(good))
  await button(page, 'Change').click()
  const form = page.getByRole('dialog')
  await expect(form.getByLabel('Password', { exact: true })).toHaveValue('')
  await expect(form).toContainText('Stored in Secret Service. Leave this empty to keep it.')
  await type(form, { encryption: 'STARTTLS', port: other })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await expect(rowsOf(page)).toHaveCount(1)
  expect(rows(computer)).toMatchObject([{ smtp_connection: 'starttls', smtp_port: other, is_default: true }])
  expect(rows(computer)[0]?.smtp_id).not.toBe(first?.smtp_id)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rowsOf(page)).toContainText(`port ${port} · TLS`)
  await expect.poll(() => kept(computer)).toHaveLength(1)

  await button(page, 'Remove').click()
  await expect(page.getByText('is removed')).toBeVisible()
  expect(rows(computer)).toEqual([])
  await expect.poll(() => kept(computer)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('is back')).toBeVisible()
  expect(rows(computer)).toMatchObject([{ smtp_password: mailUser.password, smtp_port: port }])
  expect(await computer.keyring?.secretOf(service, itemOf(computer))).toContain(mailUser.password)
})

/** The name of the only mail password's item. */
function itemOf(computer: Computer): string {
  const account = onServer(computer, marten)
  return `${account.smtp[0]?.smtp_id} of ${account.id} at ${computer.server.url}`
}

test('a new password goes to Fleep and the keyring, and a password that is not here is asked for', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const page = await openWithOne(computer, useMailServer)
  await button(page, 'Change').click()
  const form = page.getByRole('dialog')
  await type(form, { password: 'a-newer-one' })
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await expect(form).toBeHidden()
  expect(rows(computer)).toMatchObject([{ smtp_password: 'a-newer-one' }])
  expect(await computer.keyring?.secretOf(service, itemOf(computer))).toContain('a-newer-one')
  expect(computer.server.inputsOf('account/smtp/configure').map((input) => Object.keys(input).sort())).toEqual([
    ['smtp_id', 'smtp_password'],
  ])

  // Another program removes it.
  await computer.keyring?.remove(service, itemOf(computer))
  await button(page, 'Check').click()
  await expect(form).toContainText('Enter it to check the server.')
  await type(form, { password: mailUser.password })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await expect(rowsOf(page)).toContainText('It works from this computer')
  expect(await computer.keyring?.secretOf(service, itemOf(computer))).toContain(mailUser.password)
})

test('what the keyring does not take is said exactly, and Retry repairs it', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const page = await openSmtp(computer, marten)
  await computer.untilRemembered()
  await computer.keyring?.lock()
  await addOne(page, useMailServer)
  const row = rowsOf(page)
  await expect(row).toContainText('Fleep has this account.')
  await expect(row).toContainText('could not be kept on this computer: Secret Service is locked.')
  expect(rows(computer)).toHaveLength(1)
  await row.getByRole('button', { name: 'Retry' }).click()
  await expect(row).toContainText('Tried again at')
  await computer.keyring?.unlock()
  expect(await kept(computer)).toEqual([])
  await row.getByRole('button', { name: 'Retry' }).click()
  await expect(row).not.toContainText('Secret Service is locked')
  expect(await kept(computer)).toHaveLength(1)
})

test('what Fleep does not take is nowhere, and stays in the form', async ({ computer, useMailServer }) => {
  const page = await openSmtp(computer, marten)
  const { good } = await mailCertificates()
  const port = await useMailServer(startMailServer(good, { secure: true }))
  const form = await openForm(page)
  await type(form, { ...rightMailServer, port })
  computer.server.next('account/smtp/store', { kind: 'status', status: 431 })
  await checkAndSave(form)
  await expect(form.getByText('Planned failure')).toBeVisible()
  expect(rows(computer)).toEqual([])
  expect(await kept(computer)).toEqual([])
  await checkAndSave(form)
  await expect(form).toBeHidden()
  expect(rows(computer)).toHaveLength(1)
})

test('an entry that something else changed is left alone until the person says otherwise', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const page = await openWithOne(computer, useMailServer)
  await computer.keyring?.store(service, itemOf(computer), 'not the app’s')
  const row = rowsOf(page)
  await button(page, 'Check').click()
  await expect(row).toContainText('The password could not be read.')
  await button(page, 'Change').click()
  await type(page.getByRole('dialog'), { password: mailUser.password })
  await checkAndSave(page.getByRole('dialog'))
  await expect(row).toContainText('was changed by something else')
  expect(await computer.keyring?.secretOf(service, itemOf(computer))).toBe('not the app’s')
  await row.getByRole('button', { name: 'Replace the entry' }).click()
  await expect(row).not.toContainText('was changed by something else')
  expect(await computer.keyring?.secretOf(service, itemOf(computer))).toContain(mailUser.password)
})

test('one that cannot be undone is not removed without asking', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const page = await openWithOne(computer, useMailServer)
  await computer.keyring?.lock()
  await button(page, 'Remove').click()
  const dialog = page.getByRole('dialog', { name: 'Remove marten@meadow.example?' })
  await expect(dialog).toBeVisible()
  expect(rows(computer)).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('The password of a removed mail server is still in Secret Service')).toBeVisible()
  expect(rows(computer)).toEqual([])
  await computer.keyring?.unlock()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => kept(computer)).toEqual([])
  await expect(page.getByText('is still in Secret Service')).toBeHidden()
})

test('signing out asks whether to forget the passwords', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const page = await openWithOne(computer, useMailServer)
  await page.getByRole('button', { name: 'Sign out' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign out?' })
  await dialog.getByRole('checkbox', { name: 'Forget the passwords' }).uncheck()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(() => computer.keyring?.secretsOf(service)).toHaveLength(1)
  expect(await kept(computer)).toHaveLength(1)

  await signIn(page, marten)
  await page.getByRole('button', { name: 'SMTP' }).click()
  await button(page, 'Check').click()
  await expect(page.getByText('It works from this computer')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(dialog.getByRole('checkbox', { name: 'Forget the passwords' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(() => computer.keyring?.secretsOf(service)).toEqual([])
})
