import type { Locator, Page } from '@playwright/test'
import { mailCertificates } from '../../mail/certificates'
import { mailUser, startMailServer, startTcpServer } from '../../mail/mail-servers'
import { startScriptedServer } from '../../mail/scripted-server'
import { type Computer, expect, marten, serverAccount, test } from '../support/app'
import { mailServerRows, openSmtpPanel } from '../support/smtp-form'

const from = 'box@meadow.example'

/** Adds a mail server with a stored password, and opens the details of its row. */
async function openRow(computer: Computer, port: number): Promise<{ page: Page; row: Locator }> {
  const page = await openSmtpPanel(computer, marten)
  const server = { address: from, host: 'localhost', port, encryption: 'tls', ...mailUser } as const
  await page.evaluate((input) => window.fleepSettings.run('smtp.add', input), server)
  const row = mailServerRows(page).first()
  await row.getByRole('button', { name: `Details: ${from}` }).click()
  return { page, row }
}

const sendButton = (row: Locator) => row.getByRole('button', { name: 'Send a test email to myself' })
const statusOf = (row: Locator) => row.locator('.server-status [role="status"]')

/** Where every button of the panel is, and what is below the row's details. */
function placesOf(page: Page): Promise<string[]> {
  return page
    .locator('main .row-actions button, main .server-details, main .list-actions > button')
    .evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return `${element.ariaLabel ?? element.className} ${[x, y, width, height].map(Math.round).join(' ')}`
      }),
    )
}

test('a test email arrives, the row says what the server said, and nothing moves', async ({
  computer,
  useMailServer,
}) => {
  const { good } = await mailCertificates()
  const received: string[] = []
  const port = await useMailServer(
    startMailServer(good, {
      secure: true,
      onData: (stream, { envelope }, callback) => {
        const sender = envelope.mailFrom ? envelope.mailFrom.address : ''
        received.push(`${sender} to ${envelope.rcptTo.map(({ address }) => address).join()}`)
        stream.resume()
        stream.on('end', () => callback(null, 'queued as 12345'))
      },
    }),
  )
  const { page, row } = await openRow(computer, port)
  const before = await placesOf(page)
  await sendButton(row).click()
  await expect(statusOf(row)).toContainText(`Test email sent to ${marten.email} · `)
  await expect(row.locator('.server-details q')).toHaveText('250 queued as 12345')
  await expect(row.getByRole('listitem').last()).toHaveText('Send done')
  expect(received).toEqual([`${from} to ${marten.email}`])
  expect(await placesOf(page)).toEqual(before)
  // A check of the same server sends none.
  await row.getByRole('button', { name: `Check: ${from}` }).click()
  await expect(statusOf(row)).toContainText('Works · checked at')
  expect(received).toHaveLength(1)
})

test('a refused test email shows in the row, with the server’s words', async ({ computer, useMailServer }) => {
  const { good } = await mailCertificates()
  const script = { '.': '550 5.7.60 not as this sender' }
  const port = await useMailServer(startScriptedServer({ encryption: 'tls', certificate: good, script }))
  const { row } = await openRow(computer, port)
  await sendButton(row).click()
  await expect(statusOf(row)).toContainText('Doesn’t work: localhost refused the email.')
  await expect(row.locator('.server-details q')).toHaveText('550 5.7.60 not as this sender')
  await expect(row.getByRole('listitem').last()).toHaveText('Send failed')
})

test('a test email can be stopped', async ({ computer, useMailServer }) => {
  const { page, row } = await openRow(computer, await useMailServer(startTcpServer(() => undefined)))
  await sendButton(row).click()
  await expect(statusOf(row)).toContainText('Sending a test email: Encryption…')
  await expect(sendButton(row)).toBeDisabled()
  await page.mouse.move(1, 1)
  await row.getByRole('button', { name: `Stop: ${from}` }).click()
  await expect(statusOf(row)).toContainText('Not checked yet')
  await expect(sendButton(row)).toBeEnabled()
})

test('a test email that is stopped while the server takes it may have been sent, and the row says so', async ({
  computer,
  useMailServer,
}) => {
  const { good } = await mailCertificates()
  const script = { '.': { after: 'nothing' } } as const
  const server = startScriptedServer({ encryption: 'tls', certificate: good, script })
  const { page, row } = await openRow(computer, await useMailServer(server))
  await sendButton(row).click()
  await expect(statusOf(row)).toContainText('Sending a test email: Send…')
  await expect.poll(async () => (await server).received.at(-1)).toBe('.')
  await page.mouse.move(1, 1)
  await row.getByRole('button', { name: `Stop: ${from}` }).click()
  await expect(statusOf(row)).toHaveText('localhost didn’t confirm the email. It may have been sent.')
  await expect(row.getByRole('listitem').last()).toHaveText('Send failed')
  await expect(sendButton(row)).toBeEnabled()
})

test('without the password on this computer, the form asks for it, and nothing is sent', async ({ computer }) => {
  Object.assign(serverAccount(computer, marten), {
    smtp: [
      {
        mk_rec_type: 'smtp',
        smtp_id: 'elsewhere',
        smtp_address: from,
        smtp_username: 'box',
        smtp_password: 'unknown-here',
        smtp_host: 'localhost',
        smtp_port: 465,
        smtp_connection: 'ssl',
        mk_smtp_status: 'smtp_confirmed',
        smtp_status_description: '',
        is_default: true,
      },
    ],
  })
  const page = await openSmtpPanel(computer, marten)
  const row = mailServerRows(page).first()
  await row.getByRole('button', { name: `Details: ${from}` }).click()
  await sendButton(row).click()
  await expect(page.getByRole('dialog', { name: `Change ${from}` })).toBeVisible()
})
