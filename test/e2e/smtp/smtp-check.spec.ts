import type { Locator } from '@playwright/test'
import { mailCertificates, makeCertificate } from '../../mail/certificates'
import { startMailServer, startTcpServer } from '../../mail/mail-servers'
import { type Computer, expect, marten, serverAccount, test } from '../support/app'
import {
  checkAndSave,
  fillForm,
  type MailServerInput,
  mailServerRows,
  openAddForm,
  openDetails,
  openSmtpPanel,
  stopCheck,
  validMailServer,
} from '../support/smtp-form'

const storedServers = (computer: Computer) => serverAccount(computer, marten).smtp

/** Fills in the form and starts the check. @returns the form */
async function checkServer(computer: Computer, input: Partial<MailServerInput>): Promise<Locator> {
  const form = await openAddForm(await openSmtpPanel(computer, marten))
  await fillForm(form, { ...validMailServer, ...input })
  await checkAndSave(form)
  return form
}

/** Looking up a name takes up to 15 seconds. */
const stepTimeout = { timeout: 30_000 }

/** The message is the accessible description of the field, or an alert without one, and the step is marked as failed. */
async function expectFailure(form: Locator, field: string | null, message: string, step: string): Promise<void> {
  if (field === null) await expect(form.getByRole('alert')).toContainText(message, stepTimeout)
  else
    await expect(form.getByLabel(field, { exact: true })).toHaveAccessibleDescription(new RegExp(message), stepTimeout)
  await expect(form.getByRole('listitem').filter({ hasText: 'failed' })).toHaveText(`${step} failed`)
}

test('a failed check does not move the focus away from another field', async ({ computer, useMailServer }) => {
  const { good } = await mailCertificates()
  let refuse: (() => void) | undefined
  const port = await useMailServer(
    startMailServer(good, {
      secure: true,
      onAuth: (_auth, _session, callback) => {
        refuse = () => callback(new Error('wrong'))
      },
    }),
  )
  const form = await checkServer(computer, { port })
  await expect.poll(() => refuse).toBeDefined()
  const username = form.getByLabel('User name')
  await username.fill('some')
  refuse?.()
  await expectFailure(form, 'Password', 'rejected the user name or password', 'Sign in')
  await form.page().keyboard.type('body')
  await expect(username).toHaveValue('somebody')
})

test('input typed during a check does not change the checked values that are stored', async ({
  computer,
  useMailServer,
}) => {
  const { good } = await mailCertificates()
  let accept: (() => void) | undefined
  const port = await useMailServer(
    startMailServer(good, {
      secure: true,
      onAuth: ({ username }, _session, callback) => {
        accept = () => callback(null, { user: username })
      },
    }),
  )
  const form = await checkServer(computer, { port })
  await expect.poll(() => accept).toBeDefined()
  await form.getByLabel('User name').fill('somebody else')
  accept?.()
  await expect(form).toBeHidden()
  expect(storedServers(computer)).toMatchObject([{ smtp_username: validMailServer.username }])
})

test.describe('a working mail server is checked and stored', () => {
  for (const encryption of ['TLS', 'STARTTLS'] as const) {
    test(`with ${encryption}`, async ({ computer, useMailServer }) => {
      const { good } = await mailCertificates()
      const port = await useMailServer(startMailServer(good, { secure: encryption === 'TLS' }))
      const form = await checkServer(computer, { port, encryption })
      await expect(form).toBeHidden()
      const page = form.page()
      await expect(page.getByText('marten@meadow.example is set up')).toBeVisible()
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
      await expect(mailServerRows(page)).toContainText('Works · checked at')
      expect(storedServers(computer)).toMatchObject([
        {
          smtp_address: 'marten@meadow.example',
          smtp_port: port,
          smtp_connection: encryption === 'TLS' ? 'ssl' : 'starttls',
        },
      ])
    })
  }

  test('without encryption, after a warning', async ({ computer, useMailServer }) => {
    const { good } = await mailCertificates()
    const plain = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }
    const port = await useMailServer(startMailServer(good, plain))
    const form = await openAddForm(await openSmtpPanel(computer, marten))
    await fillForm(form, { ...validMailServer, port, encryption: 'None' })
    await expect(form.getByText('others can read your password and email')).toBeVisible()
    await checkAndSave(form)
    await expect(mailServerRows(form.page())).toContainText('no encryption')
    expect(storedServers(computer)).toMatchObject([{ smtp_connection: null }])
  })

  test('with a greeting of several lines', async ({ computer, useMailServer }) => {
    const answers = ['250-odd\r\n250 AUTH PLAIN\r\n', '235 signed in\r\n', '250 ok\r\n', '250 ok\r\n', '221 bye\r\n']
    const port = await useMailServer(
      startTcpServer((socket) => {
        socket.write('220-first line\r\n220 second line\r\n')
        socket.on('data', () => socket.write(answers.shift() ?? ''))
      }),
    )
    await expect(await checkServer(computer, { port, encryption: 'None' })).toBeHidden()
    expect(storedServers(computer)).toHaveLength(1)
  })
})

test.describe('a failed check shows the error beside the field that causes it', () => {
  test.afterEach(({ computer }) => expect(storedServers(computer)).toEqual([]))

  test('for an unknown host name', async ({ computer }) => {
    const form = await checkServer(computer, { host: 'nowhere.invalid', port: 465 })
    await expectFailure(
      form,
      'Server',
      'No server called nowhere.invalid was found|Couldn’t look up',
      'Find the server',
    )
  })

  test('for a closed port', async ({ computer }) => {
    const closed = await startTcpServer(() => undefined)
    await closed.stop()
    const form = await checkServer(computer, { port: closed.port })
    await expectFailure(form, 'Port', 'doesn’t accept connections on port', 'Connect')
  })

  test('for a server that closes the connection', async ({ computer, useMailServer }) => {
    const port = await useMailServer(startTcpServer((socket) => socket.destroy()))
    const form = await checkServer(computer, { port, encryption: 'STARTTLS' })
    await expectFailure(form, 'Port', 'closed the connection on port .* without a greeting', 'Greeting')
  })

  test('for a server that is not a mail server', async ({ computer, useMailServer }) => {
    const port = await useMailServer(startTcpServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')))
    const form = await checkServer(computer, { port, encryption: 'STARTTLS' })
    await expectFailure(form, 'Port', 'isn’t a server for outgoing mail', 'Greeting')
    await expect(form).not.toContainText('SSH-2.0')
  })

  test('for TLS on a port that starts without encryption', async ({ computer, useMailServer }) => {
    const { good } = await mailCertificates()
    const form = await checkServer(computer, { port: await useMailServer(startMailServer(good)), encryption: 'TLS' })
    await expectFailure(form, null, 'Choose STARTTLS', 'Encryption')
  })

  test('for STARTTLS that the server does not offer', async ({ computer, useMailServer }) => {
    const { good } = await mailCertificates()
    const plain = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }
    const form = await checkServer(computer, {
      port: await useMailServer(startMailServer(good, plain)),
      encryption: 'STARTTLS',
    })
    await expectFailure(form, null, 'doesn’t offer STARTTLS', 'Encryption')
  })

  for (const [kind, message] of [
    ['expired', 'has expired'],
    ['otherName', 'isn’t for localhost'],
    ['selfSigned', 'self-signed'],
  ] as const) {
    test(`for a certificate: ${kind}`, async ({ computer, useMailServer }) => {
      const certificate = kind === 'selfSigned' ? await makeCertificate() : (await mailCertificates())[kind]
      const form = await checkServer(computer, {
        port: await useMailServer(startMailServer(certificate, { secure: true })),
      })
      await expectFailure(form, 'Server', `${message}.*Your password wasn’t sent`, 'Encryption')
      await openDetails(form)
      await expect(form.locator('code')).toHaveText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    })
  }

  test('for a rejected password, with the server’s message, and keeps the input', async ({
    computer,
    useMailServer,
  }) => {
    const { good } = await mailCertificates()
    const port = await useMailServer(startMailServer(good, { secure: true }))
    const form = await checkServer(computer, { port, password: 'not-this-one' })
    await expectFailure(form, 'Password', 'rejected the user name or password', 'Sign in')
    await expect(form.getByLabel('Password', { exact: true })).toBeFocused()
    await openDetails(form)
    await expect(form).toContainText('Not with this password')
    await expect(form.getByLabel('Password', { exact: true })).toHaveValue('not-this-one')
    await expect(form.getByLabel('Port')).toHaveValue(String(port))
  })
})

test('a stopped check stores nothing and keeps the form open', async ({ computer, useMailServer }) => {
  const port = await useMailServer(startTcpServer(() => undefined))
  const form = await checkServer(computer, { port, encryption: 'STARTTLS' })
  await stopCheck(form)
  await expect(form.getByText('Check stopped.')).toBeVisible()
  await expect(form.getByLabel('Server')).toHaveValue('localhost')
  expect(storedServers(computer)).toEqual([])
})

test('other commands run during a check', async ({ computer, useMailServer }) => {
  const port = await useMailServer(startTcpServer(() => undefined))
  const form = await checkServer(computer, { port, encryption: 'STARTTLS' })
  await expect(form.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
  const changed = await form.page().evaluate(() => window.fleepSettings.run('account.change', { newsletter: false }))
  expect(changed.ok).toBe(true)
  await form.page().keyboard.press('Escape')
  await expect(form.getByText('Check stopped.')).toBeVisible()
  await form.page().keyboard.press('Escape')
  await expect(form).toBeHidden()
  expect(storedServers(computer)).toEqual([])
})

test('a mail server whose check fails can be saved unchecked', async ({ computer }) => {
  const form = await checkServer(computer, { host: 'nowhere.invalid', port: 465 })
  await expectFailure(form, 'Server', '', 'Find the server')
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await expect(form).toBeHidden()
  await expect(mailServerRows(form.page())).toContainText('Not checked yet')
  expect(storedServers(computer)).toHaveLength(1)
})

test('the form cannot be submitted twice while it is being stored', async ({ computer }) => {
  const form = await openAddForm(await openSmtpPanel(computer, marten))
  await fillForm(form, validMailServer)
  computer.server.planFault('account/smtp/store', { kind: 'delay', milliseconds: 2000 })
  const unchecked = form.getByRole('button', { name: 'Save unchecked' })
  await unchecked.click()
  await expect(unchecked).toBeDisabled()
  await expect(form).toBeHidden()
  expect(storedServers(computer)).toHaveLength(1)
})

test('the port follows the encryption, and a mismatch shows a warning', async ({ computer }) => {
  const form = await openAddForm(await openSmtpPanel(computer, marten))
  await expect(form.getByLabel('Port')).toHaveValue('465')
  await fillForm(form, { encryption: 'STARTTLS' })
  await expect(form.getByLabel('Port')).toHaveValue('587')
  await form.getByLabel('Port').fill('465')
  await expect(form.getByText('Port 465 uses TLS from the start.')).toBeVisible()
  await form.getByLabel('Port').fill('2525')
  await expect(form.getByText('Port 465 uses TLS')).toBeHidden()
  await fillForm(form, { encryption: 'TLS' })
  await expect(form.getByLabel('Port')).toHaveValue('2525')
})

test('invalid input shows an error beside its field before any connection', async ({ computer }) => {
  const form = await openAddForm(await openSmtpPanel(computer, marten))
  for (const [input, field, message] of [
    [{ address: 'marten' }, 'Email address', 'Enter one address'],
    [{ address: 'marten@meadow.example' }, 'Server', 'Enter the name of the server'],
    [{ host: 'https://mail.example', port: '70000' }, 'Port', 'from 1 to 65535'],
    [{ port: 'abc' }, 'Port', 'from 1 to 65535'],
    [{ port: '465', username: '' }, 'User name', 'Enter the user name'],
    [{ username: 'marten' }, 'Password', 'Enter the password'],
    [{ password: 'x' }, 'Server', 'This isn’t a server name'],
    [{ host: 'mail.meadow.example', password: '€'.repeat(900) }, 'Password', 'too long to store'],
  ] as const) {
    await fillForm(form, input)
    // The error that goes moves the button, and a control that appears under a still pointer takes no click at first.
    await form.page().mouse.move(1, 1)
    await form.getByRole('button', { name: 'Save unchecked' }).click()
    await expect(form.getByLabel(field, { exact: true })).toHaveAccessibleDescription(new RegExp(message))
  }
  expect(computer.server.inputsOf('account/smtp/store')).toEqual([])
})

test.describe('the server is suggested from the address', () => {
  test('for a known provider, with its password rule', async ({ computer }) => {
    const form = await openAddForm(await openSmtpPanel(computer, marten))
    await form.getByLabel('Email address').fill('marten@gmail.com')
    await form.page().keyboard.press('Tab')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.gmail.com')
    await expect(form.getByLabel('User name')).toHaveValue('marten@gmail.com')
    await expect(form).toContainText('Your password will be sent to smtp.gmail.com.')
    // The link opens in the browser.
    await computer.app.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = async (url) => void opened.push(url)
    })
    await form.getByRole('link', { name: 'Create an app password' }).click()
    await expect
      .poll(() => computer.app.evaluate(() => Reflect.get(globalThis, 'opened')))
      .toEqual(['https://myaccount.google.com/apppasswords'])
    // Another address changes suggested values, but not typed ones.
    await form.getByLabel('User name').fill('of-my-own')
    await form.getByLabel('Email address').fill('marten@icloud.com')
    await form.page().keyboard.press('Tab')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.mail.me.com')
    await expect(form.getByLabel('Port')).toHaveValue('587')
    await expect(form.getByRole('radio', { name: 'STARTTLS' })).toBeChecked()
    await expect(form.getByLabel('User name')).toHaveValue('of-my-own')
  })

  test('for an unknown provider, a notice appears and the previous suggestion is cleared', async ({ computer }) => {
    const form = await openAddForm(await openSmtpPanel(computer, marten))
    await form.getByLabel('Email address').fill('marten@gmail.com')
    await form.page().keyboard.press('Tab')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.gmail.com')
    await form.getByLabel('Email address').fill('marten@meadow.invalid')
    await form.page().keyboard.press('Tab')
    await expect(form).toContainText('We don’t know meadow.invalid’s mail server')
    await expect(form.getByLabel('Server')).toHaveValue('')
  })

  test('a server of another domain, which DNS names, is pointed out', async ({ computer }) => {
    const form = await openAddForm(await openSmtpPanel(computer, marten))
    await computer.app.evaluate(() => {
      const dns = process.getBuiltinModule('node:dns/promises')
      dns.resolveSrv = async (name: string) => {
        const isOwn = name.includes('meadow')
        return [{ name: isOwn ? 'smtp.meadow.invalid' : 'smtp.attacker.invalid', port: 465, priority: 0, weight: 0 }]
      }
      process.getBuiltinModule('node:module').syncBuiltinESMExports()
    })
    const address = form.getByLabel('Email address')
    await address.fill('marten@bank.invalid')
    await form.page().keyboard.press('Tab')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.attacker.invalid')
    await expect(form).toContainText(
      'This server doesn’t belong to bank.invalid. Use it only if your provider names it.',
    )
    await address.fill('marten@meadow.invalid')
    await form.page().keyboard.press('Tab')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.meadow.invalid')
    await expect(form).toContainText('Your password will be sent to smtp.meadow.invalid.')
    await expect(form).not.toContainText('doesn’t belong')
  })

  test('also if Enter is pressed before the suggestion arrives', async ({ computer }) => {
    const form = await openAddForm(await openSmtpPanel(computer, marten))
    await form.getByLabel('Password', { exact: true }).fill('x')
    await form.getByLabel('Email address').fill('marten@gmail.com')
    await form.page().keyboard.press('Enter')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.gmail.com')
    await expect(
      form
        .getByRole('listitem')
        .filter({ hasText: /running|done|failed/ })
        .first(),
    ).toBeVisible()
  })
})
