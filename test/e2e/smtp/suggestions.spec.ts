import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificate } from '../../mail/certificates'
import { startTcpServer } from '../../mail/mail-servers'
import { expect, marten, test } from '../support/app'
import { runForJson } from '../support/command'
import { openAddForm, openSmtpPanel } from '../support/smtp-form'

test('closing the dialog ends the requests of the search', async ({ computer, useMailServer }) => {
  const open = new Set<Socket>()
  const proxy = startTcpServer((socket) => {
    // Chromium uses the proxy, too.
    socket.once('data', (head) => String(head).includes('silent.example') && open.add(socket))
    socket.on('close', () => open.delete(socket)).on('error', () => undefined)
  })
  computer.extraEnv = { HTTPS_PROXY: `http://127.0.0.1:${await useMailServer(proxy)}` }
  const form = await openAddForm(await openSmtpPanel(computer, marten))
  await form.getByLabel('Email address').fill('marten@silent.example')
  await form.getByLabel('Server').focus()
  await expect.poll(() => open.size).toBe(2)
  await form.page().keyboard.press('Escape')
  await expect(form).toBeHidden()
  // The requests end by themselves only after 4 s.
  await expect.poll(() => open.size, { timeout: 2000 }).toBe(0)
})

test('a provider that has no mail server for other apps is told, and nothing is filled in', async ({ computer }) => {
  const form = await openAddForm(await openSmtpPanel(computer, marten))
  await form.getByLabel('Email address').fill('marten@tutanota.com')
  await form.getByLabel('Server').focus()
  await expect(form.getByText('This won’t work: Tuta doesn’t let other apps send email (no SMTP).')).toBeVisible()
  await expect(form.getByLabel('Server')).toHaveValue('')
})

test('what a provider takes is told for a server that is typed, in any case', async ({ computer }) => {
  const form = await openAddForm(await openSmtpPanel(computer, marten))
  await form.getByLabel('Server').fill('SMTP.Office365.com')
  await expect(form.getByText('only if your organization allows it')).toBeVisible()
  await form.getByLabel('Server').fill('smtp.meadow.example')
  await expect(form.getByText('only if your organization allows it')).toBeHidden()
})

test('the window and the command line say that a server offers only OAuth2', async ({ computer }) => {
  const certificate = await makeCertificate({ name: 'autoconfig.silent.example' })
  const requests: string[] = []
  const https = createHttpsServer(certificate, (request, response) => {
    requests.push(String(request.url))
    response.end(`<clientConfig><emailProvider id="x"><displayName>Silent Mail</displayName><outgoingServer type="smtp">
      <hostname>smtp.silent.example</hostname><port>465</port><socketType>SSL</socketType>
      <authentication>OAuth2</authentication></outgoingServer></emailProvider></clientConfig>`)
  })
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve))
  const proxy = createTcpServer((client) => {
    client.once('data', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      const server = connect((https.address() as AddressInfo).port, '127.0.0.1')
      client.pipe(server).pipe(client)
      for (const socket of [client, server]) socket.on('error', () => client.destroy())
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const folder = await mkdtemp(join(tmpdir(), 'authority-'))
  await writeFile(join(folder, 'ca.pem'), certificate.cert)
  computer.extraEnv = {
    HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    FLEEP_SETTINGS_CA_FILE: join(folder, 'ca.pem'),
  }
  const form = await openAddForm(await openSmtpPanel(computer, marten))
  await form.getByLabel('Email address').fill('marten@silent.example')
  await form.getByLabel('Server').focus()
  await expect(form.getByText('Silent Mail offers only OAuth2, and Fleep needs a password')).toBeVisible()
  await expect(form.getByLabel('Server')).toHaveValue('')
  expect(await runForJson(computer, ['smtp', 'add', 'marten@silent.example'])).toMatchObject({
    exitCode: 2,
    output: { error: { message: expect.stringContaining('OAuth2') } },
  })
  expect(requests.join()).not.toContain('marten')
  expect(requests).toContain('/mail/config-v1.1.xml?emailaddress=fleep-settings-user%40silent.example')
  proxy.close()
  https.closeAllConnections()
  https.close()
  await rm(folder, { recursive: true })
})
