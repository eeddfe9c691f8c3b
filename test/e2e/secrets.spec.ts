import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SMTPServerOptions } from 'smtp-server'
import { sendNotificationEmail } from '../fleep-server/notification-calls'
import { mailCertificates } from '../mail/certificates'
import { startMailServer } from '../mail/mail-servers'
import { expect, liis, marten, readState, serverAccount, test } from './support/app'
import { runCommand } from './support/command'
import { filesContaining, heapSnapshot, mainHeapSnapshot } from './support/secret-search'
import {
  checkAndSave,
  fillForm,
  mailServerRows,
  openAddForm,
  openDetails,
  openSmtpPanel,
  validMailServer,
} from './support/smtp-form'

/**
 * After every test, messages to the window, printed output, files, arguments and environment are searched for secrets.
 * The tests here provoke the cases most likely to leak one, and also search the page's memory.
 */
test('the secret search finds secrets in messages, output and files', async ({ computer }) => {
  await computer.startSignedIn(liis)
  const search = computer.searchForSecrets()
  const [session] = computer.server.state.sessions.values()
  const path = join(computer.home, 'forgotten.txt')
  await writeFile(path, `the ticket is ${session?.ticket}`)
  search.output.push(`the password is ${liis.password}`)
  await search.attach(computer.app)
  await computer.app.evaluate(({ BrowserWindow }, message) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('test', message)
  }, session?.tokenId)
  await search.inspect(computer.app)
  expect(await search.finish()).toEqual([
    `a message to the window: ${session?.tokenId}`,
    `printed output: ${liis.password}`,
    path,
  ])
  await rm(path)
  expect(await filesContaining(computer.home, [liis.email])).not.toEqual([])
})

test('secrets are only in the keyring', async ({ computer }) => {
  const page = await computer.start()
  await page.getByLabel('Email or Fleep ID').fill(liis.email)
  await page.getByLabel('Password', { exact: true }).fill(liis.password)
  await page.keyboard.press('Enter')
  await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()

  // The server repeats what it was sent in an error message.
  const [session] = computer.server.state.sessions.values()
  if (!session) throw new Error('no session on the server')
  const secrets = [liis.password, session.ticket, session.tokenId]
  const echoFault = { kind: 'status', status: 431, body: JSON.stringify({ error_message: secrets.join(' ') }) } as const
  computer.server.planFault('account/configure', echoFault)
  await page.getByRole('button', { name: 'Change password…' }).click()
  await page.getByLabel('Current password').fill(liis.password)
  await page.getByLabel('New password').fill('seven quiet herons by the lake')
  await page.getByRole('button', { name: 'Change password', exact: true }).click()
  await expect(page.getByText('••• ••• •••')).toBeVisible()
  await page.keyboard.press('Escape')
  // The session expires, and the password is entered again.
  computer.server.state.endSessions(serverAccount(computer, liis))
  await page.getByRole('switch', { name: 'Newsletter' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(liis.password)
  await page.keyboard.press('Enter')
  await expect(page.locator('#newsletter-note')).toContainText('Saved')
  const [renewed] = computer.server.state.sessions.values()
  if (!renewed) throw new Error('no session on the server')
  secrets.push(renewed.ticket, renewed.tokenId)

  const state = JSON.stringify(await readState(page))
  const heap = await heapSnapshot(page)
  expect(heap).toContain('Liis Saar')
  for (const secret of secrets) {
    expect(state).not.toContain(secret)
    // A typed password is in the page's memory while it is shown. What Fleep issued must never be there.
    if (secret !== liis.password) expect(heap).not.toContain(secret)
  }
  if (computer.keyring) {
    await expect
      .poll(async () => (await computer.keyring?.secretsOf('Fleep Settings'))?.join())
      .toContain(renewed.ticket)
  }
})

test('the password of a mail server is only in the keyring', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const { good } = await mailCertificates()
  const secret = 'seven-mail-canaries'
  const credentials = { username: 'marten', password: secret }
  const port = await useMailServer(startMailServer(good, { secure: true }, [credentials]))
  // A mail server that repeats the rejected password in its error.
  const echo = await useMailServer(startMailServer(good, { secure: true, onAuth: repeatPassword }))

  const page = await openSmtpPanel(computer, marten)
  const form = await openAddForm(page)
  await fillForm(form, { ...validMailServer, ...credentials, port: echo })
  await checkAndSave(form)
  await openDetails(form)
  await expect(form).toContainText('wrong: •••')
  const body = JSON.stringify({ error_message: `cannot store ${secret}` })
  computer.server.planFault('account/smtp/store', { kind: 'status', status: 431, body })
  await fillForm(form, { port })
  await checkAndSave(form)
  await expect(form).toContainText('cannot store •••')
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await page.getByRole('button', { name: /^Check:/ }).click()
  await expect(mailServerRows(page)).toContainText('Works · checked at')
  await page.getByRole('button', { name: /^Change:/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: /^Remove:/ }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/ restored$/)).toBeVisible()
  // After a reload, the page's memory holds only what the main process sent.
  await page.reload()
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await expect(mailServerRows(page)).toHaveCount(1)

  const account = serverAccount(computer, marten)
  const item = `${account.smtp[0]?.smtp_id} of ${account.id} at ${computer.server.url}`
  expect(await computer.keyring?.secretOf('Fleep Settings', item)).toContain(secret)
  expect(await heapSnapshot(page)).not.toContain(secret)
})

const repeatPassword: NonNullable<SMTPServerOptions['onAuth']> = ({ password }, _session, answer) =>
  answer(new Error(`wrong: ${password}`))

test('commands leave no secret in their output or in a file', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const account = serverAccount(computer, liis)
  const secrets = [liis.password, 'canary-of-a-new-password', 'canary-of-a-mailbox']
  const [old = '', changed = '', mailbox = ''] = secrets
  const output: string[] = []
  const run = async (args: string[], input: string[] = []) => {
    const { stdout, stderr } = await runCommand(computer, args, input)
    output.push(stdout, stderr)
  }
  await run(['sign-in', liis.email, '--server', computer.server.url], [old])
  const echo = { kind: 'status', status: 431, body: (sent: string) => JSON.stringify({ error_message: sent }) } as const
  computer.server.planFault('account/configure', echo)
  await run(['change-password'], [old, changed])
  await run(['change-password', '--json'], [old, changed])
  computer.server.planFault('account/smtp/store', echo)
  const add = ['smtp', 'add', 'box@meadow.example', '--host', 'localhost', '--port', '465', '--no-check']
  await run(add, [mailbox])
  await run([...add, '--json'], [mailbox])
  expect(account.password).toBe(changed)
  expect(account.smtp.at(-1)?.smtp_password).toBe(mailbox)
  for (const { ticket, tokenId } of computer.server.state.sessions.values()) secrets.push(ticket, tokenId)
  expect(output.join('')).toContain('•••')
  for (const secret of secrets) expect(output.join('')).not.toContain(secret)
  expect(await filesContaining(computer.home, [liis.email])).not.toEqual([])
  expect(await filesContaining(computer.home, secrets)).toEqual([])
})

test('the id of an emailed link does not appear in an error message', async ({ computer }) => {
  const id = sendNotificationEmail(computer.server.state, serverAccount(computer, liis))
  const page = await computer.start()
  await page.getByRole('button', { name: 'Use a link from an email' }).click()
  await page.getByLabel('Link from the email').fill(`${computer.server.url}/unsubscribe?notification_id=${id}`)
  await page.getByRole('button', { name: 'Continue' }).click()
  const body = (sent: string) => JSON.stringify({ error_message: sent })
  computer.server.planFault('account/unsubscribe', { kind: 'status', status: 431, body })
  const dialog = page.getByRole('dialog', { name: 'Unsubscribe' })
  await dialog.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(dialog.getByRole('alert')).toContainText('•••')
  await dialog.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(page.getByText('You’re unsubscribed')).toBeVisible()
})

test('after signing out, no memory, file or keyring has a secret of the account', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const { good } = await mailCertificates()
  const mailPassword = 'seven-mail-canaries'
  const newPassword = 'eleven quiet herons by the lake'
  const port = await useMailServer(
    startMailServer(good, { secure: true }, [{ username: 'marten', password: mailPassword }]),
  )
  const page = await openSmtpPanel(computer, marten)
  const form = await openAddForm(page)
  await fillForm(form, { ...validMailServer, username: 'marten', password: mailPassword, port })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await page.getByRole('button', { name: /^Check:/ }).click()
  await expect(mailServerRows(page)).toContainText('Works · checked at')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Change password…' }).click()
  await page.getByLabel('Current password').fill(marten.password)
  await page.getByLabel('New password').fill(newPassword)
  await page.getByRole('button', { name: 'Change password', exact: true }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await computer.waitForStoredSession()
  const secrets = [marten.password, newPassword, mailPassword, ...computer.server.state.issuedSecrets]
  const keyring = async () => (await computer.keyring?.secretsOf('Fleep Settings'))?.join() ?? ''
  expect(secrets.filter((secret) => secret !== marten.password).length).toBeGreaterThan(3)
  expect(await keyring()).toContain(mailPassword)
  const found = (text: string) => secrets.filter((secret) => text.includes(secret))
  expect(found(await mainHeapSnapshot(computer.app, computer.home))).not.toEqual([])

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(page.locator('#email')).toBeVisible()
  await expect.poll(keyring).toBe('')
  await expect.poll(() => computer.server.state.sessions.size).toBe(0)
  expect(found(await heapSnapshot(page))).toEqual([])
  const main = await mainHeapSnapshot(computer.app, computer.home)
  expect(main).toContain(marten.email)
  expect(found(main)).toEqual([])
  expect(await filesContaining(computer.home, secrets)).toEqual([])
})
