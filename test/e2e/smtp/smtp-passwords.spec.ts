import type { Page } from '@playwright/test'
import { mailCertificates } from '../../mail/certificates'
import { mailUser, startMailServer, startTcpServer } from '../../mail/mail-servers'
import { type Computer, expect, marten, serverAccount, signIn, test, type UseMailServer } from '../support/app'
import {
  checkAndSave,
  fillForm,
  mailServerRows,
  openAddForm,
  openSmtpPanel,
  validMailServer,
} from '../support/smtp-form'

const service = 'Fleep Settings'
const serverRecords = (computer: Computer) => serverAccount(computer, marten).smtp

/** The mail server passwords in the keyring. */
async function storedPasswords(computer: Computer): Promise<string[]> {
  const secrets = (await computer.keyring?.secretsOf(service)) ?? []
  return secrets.filter((secret) => secret.includes('password'))
}

/** Adds a working mail server. @returns its port */
async function addWorkingServer(page: Page, useMailServer: UseMailServer): Promise<number> {
  const { good } = await mailCertificates()
  const port = await useMailServer(startMailServer(good, { secure: true }))
  const form = await openAddForm(page)
  await fillForm(form, { ...validMailServer, port })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  return port
}

/** Opens the SMTP panel and adds a working mail server. */
async function openWithWorkingServer(computer: Computer, useMailServer: UseMailServer): Promise<Page> {
  const page = await openSmtpPanel(computer, marten)
  await addWorkingServer(page, useMailServer)
  return page
}

const rowButton = (page: Page, action: string) => page.getByRole('button', { name: new RegExp(`^${action}:`) })

test('a stored password is used to check, change and restore a mail server, also after a restart', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  let page = await openSmtpPanel(computer, marten)
  const port = await addWorkingServer(page, useMailServer)
  const [first] = serverRecords(computer)
  const stored = await computer.keyring?.secretOf(service, passwordItem(computer))
  const { address, host, username } = validMailServer
  expect(JSON.parse(stored ?? '')).toEqual({
    version: 1,
    password: mailUser.password,
    place: { address, host, port, encryption: 'tls', username },
  })

  await computer.waitForStoredSession()
  await computer.quit()
  page = await computer.start()
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await rowButton(page, 'Check').click()
  await expect(page.getByText('Works · checked at')).toBeVisible()

  // Changing the encryption may create a new record at Fleep, but is one change for the user.
  const { good } = await mailCertificates()
  const otherPort = await useMailServer(startMailServer(good))
  await rowButton(page, 'Change').click()
  const form = page.getByRole('dialog')
  await expect(form.getByLabel('Password', { exact: true })).toHaveValue('')
  await expect(form).toContainText('Stored in the keyring. Leave empty to keep it.')
  await fillForm(form, { encryption: 'STARTTLS', port: otherPort })
  await expect(form.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(onlyForOthers)
  await fillForm(form, { password: mailUser.password })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await expect(mailServerRows(page)).toHaveCount(1)
  expect(serverRecords(computer)).toMatchObject([
    { smtp_connection: 'starttls', smtp_port: otherPort, is_default: true },
  ])
  const isSameRecord = computer.server.state.quirks.has('smtp-updates-in-place')
  expect(serverRecords(computer)[0]?.smtp_id === first?.smtp_id).toBe(isSameRecord)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(mailServerRows(page)).toContainText(`port ${port} · TLS`)
  await expect.poll(() => storedPasswords(computer)).toHaveLength(1)

  await rowButton(page, 'Remove').click()
  await expect(page.getByRole('status').filter({ hasText: / removed/ })).toBeVisible()
  expect(serverRecords(computer)).toEqual([])
  await expect.poll(() => storedPasswords(computer)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/ restored$/)).toBeVisible()
  expect(serverRecords(computer)).toMatchObject([{ smtp_password: mailUser.password, smtp_port: port }])
  expect(await computer.keyring?.secretOf(service, passwordItem(computer))).toContain(mailUser.password)
})

const onlyForOthers = /only for the settings it was saved with/

test('the stored password goes to no other server: it has to be typed, which the form says before', async ({
  computer,
  useMailServer,
}) => {
  const page = await openWithWorkingServer(computer, useMailServer)
  const connections: unknown[] = []
  const elsewhere = await useMailServer(startTcpServer((socket) => connections.push(socket)))
  await rowButton(page, 'Change').click()
  const form = page.getByRole('dialog')
  const password = form.getByLabel('Password', { exact: true })
  for (const [changes, label] of [
    [{ port: elsewhere }, 'Port'],
    [{ encryption: 'None' }, 'None'],
    [{ host: '127.0.0.1' }, 'Server'],
    [{ username: 'somebody else' }, 'User name'],
  ] as const) {
    await expect(password).toHaveAccessibleDescription(/Leave empty to keep it/)
    await fillForm(form, changes)
    await expect(password).toHaveAccessibleDescription(onlyForOthers)
    for (const button of ['Check and save', 'Save unchecked']) {
      await form.getByLabel(label, { exact: true }).focus()
      await page.mouse.move(1, 1)
      await form.getByRole('button', { name: button }).click()
      await expect(form.getByRole('alert')).toHaveText(onlyForOthers)
      await expect(password).toBeFocused()
    }
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await rowButton(page, 'Change').click()
    const before = serverRecords(computer)[0]
    await fillForm(form, { encryption: 'TLS', port: before?.smtp_port ?? 0, host: 'localhost', ...mailUserName })
  }
  expect(connections).toEqual([])
  expect(computer.server.inputsOf('account/smtp/configure')).toEqual([])
  expect(computer.server.inputsOf('account/smtp/store')).toHaveLength(1)
})

const mailUserName = { username: mailUser.username }

test('the stored password is not sent to where Fleep’s record leads meanwhile', async ({ computer, useMailServer }) => {
  const page = await openWithWorkingServer(computer, useMailServer)
  const connections: unknown[] = []
  const elsewhere = await useMailServer(startTcpServer((socket) => connections.push(socket)))
  Object.assign(serverRecords(computer)[0] ?? {}, { smtp_port: elsewhere })
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await expect(mailServerRows(page)).toContainText(`port ${elsewhere}`)
  await rowButton(page, 'Check').click()
  const form = page.getByRole('dialog')
  await expect(form.getByLabel('Password', { exact: true })).toBeFocused()
  await expect(form.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(onlyForOthers)
  expect(connections).toEqual([])
})

/** The name of the keyring item with the only mail server's password. */
function passwordItem(computer: Computer): string {
  const account = serverAccount(computer, marten)
  return `${account.smtp[0]?.smtp_id} of ${account.id} at ${computer.server.url}`
}

test('a new password is sent to Fleep and the keyring, and a missing one is asked for', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const page = await openWithWorkingServer(computer, useMailServer)
  await rowButton(page, 'Change').click()
  const form = page.getByRole('dialog')
  await fillForm(form, { password: 'a-newer-one' })
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await expect(form).toBeHidden()
  expect(serverRecords(computer)).toMatchObject([{ smtp_password: 'a-newer-one' }])
  expect(await computer.keyring?.secretOf(service, passwordItem(computer))).toContain('a-newer-one')
  expect(computer.server.inputsOf('account/smtp/configure').map((input) => Object.keys(input).sort())).toEqual([
    ['smtp_host', 'smtp_id', 'smtp_password', 'smtp_port', 'smtp_username'],
  ])

  // Another program removes the item.
  await computer.keyring?.remove(service, passwordItem(computer))
  await rowButton(page, 'Check').click()
  await expect(form).toContainText('Enter it to check the server.')
  await fillForm(form, { password: mailUser.password })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await expect(mailServerRows(page)).toContainText('Works · checked at')
  expect(await computer.keyring?.secretOf(service, passwordItem(computer))).toContain(mailUser.password)
})

test('a password that the keyring refuses shows the reason, and Retry stores it', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const page = await openSmtpPanel(computer, marten)
  await computer.waitForStoredSession()
  await computer.keyring?.lock()
  await addWorkingServer(page, useMailServer)
  const row = mailServerRows(page)
  await expect(row.locator('.server-status')).toContainText('password remembered until you quit')
  await rowButton(page, 'Details').click()
  await expect(row).toContainText('Fleep saved this mail server')
  await expect(row).toContainText('couldn’t be stored on this computer: The keyring is locked.')
  expect(serverRecords(computer)).toHaveLength(1)
  await row.getByRole('button', { name: 'Retry' }).click()
  await expect(row).toContainText('Tried again at')
  await computer.keyring?.unlock()
  expect(await storedPasswords(computer)).toEqual([])
  await row.getByRole('button', { name: 'Retry' }).click()
  await expect(row).not.toContainText('The keyring is locked')
  expect(await storedPasswords(computer)).toHaveLength(1)
})

test('a mail server that Fleep rejects is not stored and stays in the form', async ({ computer, useMailServer }) => {
  const page = await openSmtpPanel(computer, marten)
  const { good } = await mailCertificates()
  const port = await useMailServer(startMailServer(good, { secure: true }))
  const form = await openAddForm(page)
  await fillForm(form, { ...validMailServer, port })
  computer.server.planFault('account/smtp/store', { kind: 'status', status: 431 })
  await checkAndSave(form)
  await expect(form.getByText('Planned failure')).toBeVisible()
  expect(serverRecords(computer)).toEqual([])
  expect(await storedPasswords(computer)).toEqual([])
  await checkAndSave(form)
  await expect(form).toBeHidden()
  expect(serverRecords(computer)).toHaveLength(1)
})

test('an entry changed by another program is replaced only on request', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const page = await openWithWorkingServer(computer, useMailServer)
  await computer.keyring?.store(service, passwordItem(computer), 'not the app’s')
  const row = mailServerRows(page)
  await rowButton(page, 'Check').click()
  await expect(row).toContainText('Couldn’t read the password.')
  await rowButton(page, 'Change').click()
  await fillForm(page.getByRole('dialog'), { password: mailUser.password })
  await checkAndSave(page.getByRole('dialog'))
  await rowButton(page, 'Details').click()
  await expect(row).toContainText('Another program changed the entry')
  expect(await computer.keyring?.secretOf(service, passwordItem(computer))).toBe('not the app’s')
  await row.getByRole('button', { name: 'Replace the entry' }).click()
  await expect(row).not.toContainText('Another program changed the entry')
  expect(await computer.keyring?.secretOf(service, passwordItem(computer))).toContain(mailUser.password)
})

test('a removal that cannot be undone asks for confirmation', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const page = await openWithWorkingServer(computer, useMailServer)
  await computer.keyring?.lock()
  await rowButton(page, 'Remove').click()
  const dialog = page.getByRole('dialog', { name: 'Remove marten@meadow.example?' })
  await expect(dialog).toBeVisible()
  expect(serverRecords(computer)).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('The password of a removed mail server is still in the keyring')).toBeVisible()
  expect(serverRecords(computer)).toEqual([])
  await computer.keyring?.unlock()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => storedPasswords(computer)).toEqual([])
  await expect(page.getByText('is still in the keyring')).toBeHidden()
})

test('signing out asks whether to forget the mail server passwords', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const page = await openWithWorkingServer(computer, useMailServer)
  await page.getByRole('button', { name: 'Sign out' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign out?' })
  await dialog.getByRole('checkbox', { name: 'Forget the passwords' }).uncheck()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(() => computer.keyring?.secretsOf(service)).toHaveLength(1)
  expect(await storedPasswords(computer)).toHaveLength(1)

  await signIn(page, marten)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await rowButton(page, 'Check').click()
  await expect(page.getByText('Works · checked at')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(dialog.getByRole('checkbox', { name: 'Forget the passwords' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(() => computer.keyring?.secretsOf(service)).toEqual([])
})
