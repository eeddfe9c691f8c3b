import type { Locator } from '@playwright/test'
import { mailCertificates, makeCertificate } from '../../mail/certificates'
import { startMailServer, startOddServer } from '../../mail/mail-servers'
import { type Computer, expect, marten, onServer, test } from '../support/app'
import {
  checkAndSave,
  type MailServerTyped,
  openForm,
  openSmtp,
  rightMailServer,
  rowsOf,
  type,
} from '../support/smtp-form'

const stored = (computer: Computer) => onServer(computer, marten).smtp

/** @returns the form in which this was typed and checked */
async function check(computer: Computer, typed: Partial<MailServerTyped>): Promise<Locator> {
  const form = await openForm(await openSmtp(computer, marten))
  await type(form, { ...rightMailServer, ...typed })
  await checkAndSave(form)
  return form
}

/** A step may take ten seconds until it is given up. */
const inTime = { timeout: 30_000 }

/** The sentence stands below a field and belongs to it for screen readers, and the step that failed is marked. */
async function expectFailure(form: Locator, field: string | null, words: string, step: string): Promise<void> {
  if (field === null) await expect(form.getByRole('alert')).toContainText(words, inTime)
  else await expect(form.getByLabel(field, { exact: true })).toHaveAccessibleDescription(new RegExp(words), inTime)
  await expect(form.getByRole('listitem').filter({ hasText: 'failed' })).toHaveText(`${step} failed`)
}

test('who has turned to another field is not called back when the check fails', async ({ computer, useMailServer }) => {
  const { good } = await mailCertificates()
  let refuse: (() => void) | undefined
  const port = await useMailServer(
    startMailServer(good, {
      secure: true,
      onAuth: (_who, _session, answer) => {
        refuse = () => answer(new Error('wrong'))
      },
    }),
  )
  const form = await check(computer, { port })
  await expect.poll(() => refuse).toBeDefined()
  const username = form.getByLabel('User name')
  await username.fill('some')
  refuse?.()
  await expectFailure(form, 'Password', 'refused the user name or the password', 'Sign in')
  await form.page().keyboard.type('body')
  await expect(username).toHaveValue('somebody')
})

test('the values that were checked are stored, not what is typed during the check', async ({
  computer,
  useMailServer,
}) => {
  const { good } = await mailCertificates()
  let accept: (() => void) | undefined
  const port = await useMailServer(
    startMailServer(good, {
      secure: true,
      onAuth: ({ username }, _session, answer) => {
        accept = () => answer(null, { user: username })
      },
    }),
  )
  const form = await check(computer, { port })
  await expect.poll(() => accept).toBeDefined()
  await form.getByLabel('User name').fill('somebody else')
  accept?.()
  await expect(form).toBeHidden()
  expect(stored(computer)).toMatchObject([{ smtp_username: rightMailServer.username }])
})

test.describe('a server that works is checked by steps and stored', () => {
  for (const encryption of ['TLS', 'STARTTLS'] as const) {
    test(`with ${encryption}`, async ({ computer, useMailServer }) => {
      const { good } = await mailCertificates()
      const port = await useMailServer(startMailServer(good, { secure: encryption === 'TLS' }))
      const form = await check(computer, { port, encryption })
      await expect(form).toBeHidden()
      const page = form.page()
      await expect(page.getByText('marten@meadow.example is set up')).toBeVisible()
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
      await expect(rowsOf(page)).toContainText('It works from this computer')
      expect(stored(computer)).toMatchObject([
        {
          smtp_address: 'marten@meadow.example',
          smtp_port: port,
          smtp_connection: encryption === 'TLS' ? 'ssl' : 'starttls',
        },
      ])
    })
  }

  test('without encryption, which was chosen and warned of', async ({ computer, useMailServer }) => {
    const { good } = await mailCertificates()
    const plain = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }
    const port = await useMailServer(startMailServer(good, plain))
    const form = await openForm(await openSmtp(computer, marten))
    await type(form, { ...rightMailServer, port, encryption: 'None' })
    await expect(form.getByText('can be read on their way')).toBeVisible()
    await checkAndSave(form)
    await expect(rowsOf(form.page())).toContainText('no encryption')
    expect(stored(computer)).toMatchObject([{ smtp_connection: null }])
  })

  test('that greets in several lines', async ({ computer, useMailServer }) => {
    const answers = ['250-odd\r\n250 AUTH PLAIN\r\n', '235 signed in\r\n', '221 bye\r\n']
    const port = await useMailServer(
      startOddServer((socket) => {
        socket.write('220-first line\r\n220 second line\r\n')
        socket.on('data', () => socket.write(answers.shift() ?? ''))
      }),
    )
    await expect(await check(computer, { port, encryption: 'None' })).toBeHidden()
    expect(stored(computer)).toHaveLength(1)
  })
})

test.describe('a server that does not work is told beside the field that causes it', () => {
  test.afterEach(({ computer }) => expect(stored(computer)).toEqual([]))

  test('an unknown name', async ({ computer }) => {
    const form = await check(computer, { host: 'nowhere.invalid', port: 465 })
    await expectFailure(
      form,
      'Server',
      'There is no server called nowhere.invalid|could not be looked up',
      'Find the server',
    )
  })

  test('a port that nobody listens on', async ({ computer }) => {
    const closed = await startOddServer(() => undefined)
    await closed.stop()
    const form = await check(computer, { port: closed.port })
    await expectFailure(form, 'Port', 'accepts no connections on port', 'Connect')
  })

  test('a server that says nothing', async ({ computer, useMailServer }) => {
    const form = await check(computer, {
      port: await useMailServer(startOddServer(() => undefined)),
      encryption: 'STARTTLS',
    })
    await expectFailure(form, 'Port', 'connected but said nothing', 'Greeting')
  })

  test('a server that hangs up', async ({ computer, useMailServer }) => {
    const port = await useMailServer(startOddServer((socket) => socket.destroy()))
    const form = await check(computer, { port, encryption: 'STARTTLS' })
    await expectFailure(form, 'Port', 'is no mail server', 'Greeting')
  })

  test('something that is no mail server', async ({ computer, useMailServer }) => {
    const port = await useMailServer(startOddServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')))
    const form = await check(computer, { port, encryption: 'STARTTLS' })
    await expectFailure(form, 'Port', 'is no mail server', 'Greeting')
    await expect(form).toContainText('The server said: SSH-2.0-OpenSSH_9.2')
  })

  test('TLS for a port that begins without it', async ({ computer, useMailServer }) => {
    const { good } = await mailCertificates()
    const form = await check(computer, { port: await useMailServer(startMailServer(good)), encryption: 'TLS' })
    await expectFailure(form, null, 'Choose STARTTLS', 'Encryption')
  })

  test('STARTTLS that is not offered', async ({ computer, useMailServer }) => {
    const { good } = await mailCertificates()
    const plain = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }
    const form = await check(computer, {
      port: await useMailServer(startMailServer(good, plain)),
      encryption: 'STARTTLS',
    })
    await expectFailure(form, null, 'does not offer STARTTLS', 'Encryption')
  })

  for (const [what, words] of [
    ['expired', 'has expired'],
    ['otherName', 'is for another name than localhost'],
    ['selfSigned', 'self-signed'],
  ] as const) {
    test(`a certificate: ${what}`, async ({ computer, useMailServer }) => {
      const certificate = what === 'selfSigned' ? await makeCertificate() : (await mailCertificates())[what]
      const form = await check(computer, { port: await useMailServer(startMailServer(certificate, { secure: true })) })
      await expectFailure(form, 'Server', `${words}.*Your password was not sent`, 'Encryption')
      await expect(form.locator('code')).toHaveText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    })
  }

  test('a refused password, with the server’s own words and what was typed', async ({ computer, useMailServer }) => {
    const { good } = await mailCertificates()
    const port = await useMailServer(startMailServer(good, { secure: true }))
    const form = await check(computer, { port, password: 'not-this-one' })
    await expectFailure(form, 'Password', 'refused the user name or the password', 'Sign in')
    await expect(form).toContainText('Not with this password')
    await expect(form.getByLabel('Password', { exact: true })).toHaveValue('not-this-one')
    await expect(form.getByLabel('Password', { exact: true })).toBeFocused()
    await expect(form.getByLabel('Port')).toHaveValue(String(port))
  })
})

test('a check can be stopped; nothing is stored, and the form stays', async ({ computer, useMailServer }) => {
  const port = await useMailServer(startOddServer(() => undefined))
  const form = await check(computer, { port, encryption: 'STARTTLS' })
  await form.getByRole('button', { name: 'Stop the check' }).click()
  await expect(form.getByText('The check was stopped.')).toBeVisible()
  await expect(form.getByLabel('Server')).toHaveValue('localhost')
  expect(stored(computer)).toEqual([])
})

test('while one is checked, the rest of the app goes on', async ({ computer, useMailServer }) => {
  const port = await useMailServer(startOddServer(() => undefined))
  const form = await check(computer, { port, encryption: 'STARTTLS' })
  await expect(form.getByRole('button', { name: 'Stop the check' })).toBeVisible()
  const changed = await form.page().evaluate(() => window.fleepSettings.run('account.change', { newsletter: false }))
  expect(changed.ok).toBe(true)
  await form.page().keyboard.press('Escape')
  await expect(form).toBeHidden()
  expect(stored(computer)).toEqual([])
})

test('one that fails may be saved unchecked, and says so', async ({ computer }) => {
  const form = await check(computer, { host: 'nowhere.invalid', port: 465 })
  await expectFailure(form, 'Server', '', 'Find the server')
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await expect(form).toBeHidden()
  await expect(rowsOf(form.page())).toContainText('Not checked from this computer yet')
  expect(stored(computer)).toHaveLength(1)
})

test('while one is being stored, nothing else can be sent', async ({ computer }) => {
  const form = await openForm(await openSmtp(computer, marten))
  await type(form, rightMailServer)
  computer.server.next('account/smtp/store', { kind: 'delay', milliseconds: 2000 })
  const unchecked = form.getByRole('button', { name: 'Save unchecked' })
  await unchecked.click()
  await expect(unchecked).toBeDisabled()
  await expect(form).toBeHidden()
  expect(stored(computer)).toHaveLength(1)
})

test('port and encryption that contradict each other are pointed out, and the port follows the encryption', async ({
  computer,
}) => {
  const form = await openForm(await openSmtp(computer, marten))
  await expect(form.getByLabel('Port')).toHaveValue('465')
  await type(form, { encryption: 'STARTTLS' })
  await expect(form.getByLabel('Port')).toHaveValue('587')
  await form.getByLabel('Port').fill('465')
  await expect(form.getByText('Port 465 speaks TLS from the first byte.')).toBeVisible()
  await form.getByLabel('Port').fill('2525')
  await expect(form.getByText('Port 465 speaks TLS')).toBeHidden()
  await type(form, { encryption: 'TLS' })
  await expect(form.getByLabel('Port')).toHaveValue('2525')
})

test('what cannot be right is told beside its field, before anything is tried', async ({ computer }) => {
  const form = await openForm(await openSmtp(computer, marten))
  for (const [typed, field, words] of [
    [{ address: 'marten' }, 'Email address', 'Write one address'],
    [{ address: 'marten@meadow.example' }, 'Server', 'Enter the name of the server'],
    [{ host: 'https://mail.example', port: '70000' }, 'Port', 'from 1 to 65535'],
    [{ port: 'abc' }, 'Port', 'from 1 to 65535'],
    [{ port: '' }, 'Port', 'from 1 to 65535'],
    [{ port: '465', username: '' }, 'User name', 'Enter the user name'],
    [{ username: 'marten' }, 'Password', 'Enter the password'],
    [{ password: 'x' }, 'Server', 'This is no server name'],
    [{ host: 'mail.meadow.example', password: '€'.repeat(900) }, 'Password', 'too long to be kept'],
  ] as const) {
    await type(form, typed)
    await form.getByRole('button', { name: 'Save unchecked' }).click()
    await expect(form.getByLabel(field, { exact: true })).toHaveAccessibleDescription(new RegExp(words))
  }
  expect(computer.server.inputsOf('account/smtp/store')).toEqual([])
})

test.describe('the server is filled in from the address', () => {
  test('of a large provider, with its rule for passwords', async ({ computer }) => {
    const form = await openForm(await openSmtp(computer, marten))
    await form.getByLabel('Email address').fill('marten@gmail.com')
    await form.page().keyboard.press('Tab')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.gmail.com')
    await expect(form.getByLabel('User name')).toHaveValue('marten@gmail.com')
    await expect(form).toContainText('Your password will go to smtp.gmail.com.')
    // The page about it opens in the browser.
    await computer.app.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = async (url) => void opened.push(url)
    })
    await form.getByRole('link', { name: 'app passwords' }).click()
    await expect
      .poll(() => computer.app.evaluate(() => Reflect.get(globalThis, 'opened')))
      .toEqual(['https://myaccount.google.com/apppasswords'])
    // Another address: what was filled in changes, what was typed does not.
    await form.getByLabel('User name').fill('of-my-own')
    await form.getByLabel('Email address').fill('marten@icloud.com')
    await form.page().keyboard.press('Tab')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.mail.me.com')
    await expect(form.getByLabel('Port')).toHaveValue('587')
    await expect(form.getByRole('radio', { name: 'STARTTLS' })).toBeChecked()
    await expect(form.getByLabel('User name')).toHaveValue('of-my-own')
  })

  test('nobody knows: it says so, and what was filled in for another goes', async ({ computer }) => {
    const form = await openForm(await openSmtp(computer, marten))
    await form.getByLabel('Email address').fill('marten@gmail.com')
    await form.page().keyboard.press('Tab')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.gmail.com')
    await form.getByLabel('Email address').fill('marten@meadow.invalid')
    await form.page().keyboard.press('Tab')
    await expect(form).toContainText('No settings were found for meadow.invalid')
    await expect(form.getByLabel('Server')).toHaveValue('')
  })

  test('also when Enter is pressed before it was looked for', async ({ computer }) => {
    const form = await openForm(await openSmtp(computer, marten))
    await form.getByLabel('Password', { exact: true }).fill('x')
    await form.getByLabel('Email address').fill('marten@gmail.com')
    await form.page().keyboard.press('Enter')
    await expect(form.getByLabel('Server')).toHaveValue('smtp.gmail.com')
    await expect(form.getByRole('list')).toContainText('Find the server')
  })
})
