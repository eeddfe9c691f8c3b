import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SMTPServerOptions } from 'smtp-server'
import { mailNotification } from '../fleep-server/notification-calls'
import { mailCertificates } from '../mail/certificates'
import { startMailServer } from '../mail/mail-servers'
import { expect, liis, marten, onServer, readState, test } from './support/app'
import { runCommand } from './support/command'
import { filesWith, heapOf } from './support/secret-search'
import { checkAndSave, openForm, openSmtp, rightMailServer, rowsOf, type } from './support/smtp-form'

/**
 * What every test is searched for at its end: messages to the window, what is printed, files, arguments and
 * environment. These go where secrets are most likely to be repeated, and look into the page's memory too.
 */
test('the search finds what is there', async ({ computer }) => {
  await computer.startSignedIn(liis)
  const search = computer.searchForSecrets()
  const [session] = computer.server.state.sessions.values()
  const path = join(computer.home, 'forgotten.txt')
  await writeFile(path, `the ticket is ${session?.ticket}`)
  search.printed.push(`the password is ${liis.password}`)
  await search.follow(computer.app)
  await computer.app.evaluate(({ BrowserWindow }, said) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('said', said)
  }, session?.tokenId)
  await search.lookInside(computer.app)
  expect(await search.end()).toEqual([
    `a message to the window: ${session?.tokenId}`,
    `what was printed: ${liis.password}`,
    path,
  ])
  await rm(path)
  expect(await filesWith(computer.home, [liis.email])).not.toEqual([])
})

test('no secret is anywhere but in the keyring', async ({ computer }) => {
  const page = await computer.start()
  await page.getByLabel('Email or Fleep ID').fill(liis.email)
  await page.getByLabel('Password', { exact: true }).fill(liis.password)
  await page.keyboard.press('Enter')
  await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()

  // A server that repeats what it was sent, in an error.
  const [session] = computer.server.state.sessions.values()
  if (!session) throw new Error('nobody is signed in')
  const secrets = [liis.password, session.ticket, session.tokenId]
  const echo = { kind: 'status', status: 431, body: JSON.stringify({ error_message: secrets.join(' ') }) } as const
  computer.server.next('account/configure', echo)
  await page.getByRole('button', { name: 'Change password…' }).click()
  await page.getByLabel('Current password').fill(liis.password)
  await page.getByLabel('New password').fill('seven quiet herons by the lake')
  await page.getByRole('button', { name: 'Change password', exact: true }).click()
  await expect(page.getByText('••• ••• •••')).toBeVisible()
  await page.keyboard.press('Escape')
  // An expired session, and the password once more.
  computer.server.state.endSessions(onServer(computer, liis))
  await page.getByRole('switch', { name: 'Newsletter' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(liis.password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
  const [renewed] = computer.server.state.sessions.values()
  if (!renewed) throw new Error('nobody is signed in')
  secrets.push(renewed.ticket, renewed.tokenId)

  const state = JSON.stringify(await readState(page))
  const heap = await heapOf(page)
  expect(heap).toContain('Liis Saar')
  for (const secret of secrets) {
    expect(state).not.toContain(secret)
    // What a person types is in the page's memory for as long as it shows; what Fleep gave never is.
    if (secret !== liis.password) expect(heap).not.toContain(secret)
  }
  if (computer.keyring) {
    await expect
      .poll(async () => (await computer.keyring?.secretsOf('Fleep Settings'))?.join())
      .toContain(renewed.ticket)
  }
})

test('the password of a mail server is in the keyring, and nowhere else', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const { good } = await mailCertificates()
  const secret = 'seven-mail-canaries'
  const right = { username: 'marten', password: secret }
  const port = await useMailServer(startMailServer(good, { secure: true }, [right]))
  // One that repeats the password when it refuses it.
  const echo = await useMailServer(startMailServer(good, { secure: true, onAuth: repeatPassword }))

  const page = await openSmtp(computer, marten)
  const form = await openForm(page)
  await type(form, { ...rightMailServer, ...right, port: echo })
  await checkAndSave(form)
  await expect(form).toContainText('wrong: •••')
  const body = JSON.stringify({ error_message: `cannot store ${secret}` })
  computer.server.next('account/smtp/store', { kind: 'status', status: 431, body })
  await type(form, { port })
  await checkAndSave(form)
  await expect(form).toContainText('cannot store •••')
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await page.getByRole('button', { name: /^Check:/ }).click()
  await expect(rowsOf(page)).toContainText('It works from this computer')
  await page.getByRole('button', { name: /^Change:/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: /^Remove:/ }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('is back')).toBeVisible()
  // A page that was loaded anew has forgotten what was typed into it: what it holds now, it was sent.
  await page.reload()
  await page.getByRole('button', { name: 'SMTP' }).click()
  await expect(rowsOf(page)).toHaveCount(1)

  const account = onServer(computer, marten)
  const item = `${account.smtp[0]?.smtp_id} of ${account.id} at ${computer.server.url}`
  expect(await computer.keyring?.secretOf('Fleep Settings', item)).toContain(secret)
  expect(await heapOf(page)).not.toContain(secret)
})

const repeatPassword: NonNullable<SMTPServerOptions['onAuth']> = ({ password }, _session, answer) =>
  answer(new Error(`wrong: ${password}`))

test('a command leaves no secret in what it prints, and none in a file', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const account = onServer(computer, liis)
  const secrets = [liis.password, 'canary-of-a-new-password', 'canary-of-a-mailbox']
  const [old = '', changed = '', mailbox = ''] = secrets
  const said: string[] = []
  const run = async (words: string[], input: string[] = []) => {
    const { out, err } = await runCommand(computer, words, input)
    said.push(out, err)
  }
  await run(['sign-in', liis.email, '--server', computer.server.url], [old])
  const echo = { kind: 'status', status: 431, body: (sent: string) => JSON.stringify({ error_message: sent }) } as const
  computer.server.next('account/configure', echo)
  await run(['change-password'], [old, changed])
  await run(['change-password', '--json'], [old, changed])
  computer.server.next('account/smtp/store', echo)
  const add = ['smtp', 'add', 'box@meadow.example', '--host', 'localhost', '--port', '465', '--no-check']
  await run(add, [mailbox])
  await run([...add, '--json'], [mailbox])
  expect(account.password).toBe(changed)
  expect(account.smtp.at(-1)?.smtp_password).toBe(mailbox)
  for (const { ticket, tokenId } of computer.server.state.sessions.values()) secrets.push(ticket, tokenId)
  expect(said.join('')).toContain('•••')
  for (const secret of secrets) expect(said.join('')).not.toContain(secret)
  expect(await filesWith(computer.home, [liis.email])).not.toEqual([])
  expect(await filesWith(computer.home, secrets)).toEqual([])
})

test('the id of a mailed link is in no state, no output and no file', async ({ computer }) => {
  const id = mailNotification(computer.server.state, onServer(computer, liis))
  const page = await computer.start()
  await page.getByRole('button', { name: 'Use a link from a mail' }).click()
  await page.getByLabel('Link from the mail').fill(`${computer.server.url}/unsubscribe?notification_id=${id}`)
  await page.getByRole('button', { name: 'Look at it' }).click()
  const body = (sent: string) => JSON.stringify({ error_message: sent })
  computer.server.next('account/unsubscribe', { kind: 'status', status: 431, body })
  const dialog = page.getByRole('dialog', { name: 'Unsubscribe' })
  await dialog.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(dialog.getByRole('alert')).toContainText('•••')
  await dialog.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(page.getByText('You are unsubscribed')).toBeVisible()
})
