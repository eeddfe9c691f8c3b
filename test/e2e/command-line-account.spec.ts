import { sendNotificationEmail } from '../fleep-server/notification-calls'
import { type Computer, expect, kai, lastMail, liis, marten, serverAccount, test } from './support/app'
import { runCommand, runForJson } from './support/command'

test.skip(process.platform === 'win32', 'a program with a window prints nothing on Windows')

const signIn = (computer: Computer, person = liis) =>
  runForJson(computer, ['sign-in', person.email, '--server', computer.server.url], [person.password])

const confirmed = 'liis@meadow.example'
const pending = 'l.tamm@harbour.example'
const newPassword = 'seven quiet herons by the lake'

test('addresses are listed, added, confirmed, made primary and removed', async ({ computer }) => {
  await signIn(computer)
  expect(await runForJson(computer, ['addresses', 'list'])).toMatchObject({
    exitCode: 0,
    result: {
      primary: liis.email,
      addresses: [
        { email: confirmed, isConfirmed: true },
        { email: pending, isConfirmed: false },
      ],
      notUnderstood: computer.server.state.quirks.has('alias-without-email') ? 1 : 0,
    },
  })
  const added = 'liis.new@meadow.example'
  const add = await runCommand(computer, ['addresses', 'add', added])
  expect(add.stderr).toBe(`Fleep has sent an email to ${added}. Confirm the address with the link in it.\n`)
  expect(add.stdout).toMatch(new RegExp(`^${added}\\s+not confirmed yet$`, 'm'))
  const { notificationId } = await lastMail(computer)
  const link = `${computer.server.url}/confirm?confirm_id=${notificationId}`
  expect(await runForJson(computer, ['addresses', 'confirm'], [link])).toMatchObject({ exitCode: 0 })
  expect(serverAccount(computer, liis).aliases).toContainEqual(
    expect.objectContaining({ email: added, confirmed: true }),
  )
  expect(await runForJson(computer, ['addresses', 'confirm', link])).toMatchObject({
    exitCode: 4,
    output: { error: { code: 'refused', field: 'link' } },
  })
  expect(await runForJson(computer, ['addresses', 'primary', confirmed])).toMatchObject({
    result: { primary: confirmed, addresses: expect.arrayContaining([{ email: liis.email, isConfirmed: true }]) },
  })
  const { result } = await runForJson(computer, ['addresses', 'remove', added])
  expect(JSON.stringify(result)).not.toContain(added)
  for (const notRemoved of [confirmed, 'liis.mistyped@meadow.example']) {
    expect(await runForJson(computer, ['addresses', 'remove', notRemoved])).toMatchObject({
      exitCode: 2,
      output: { error: { code: 'invalid-input', field: 'email' } },
    })
  }
  expect((await runForJson(computer, ['addresses', 'remove', ` ${liis.email.toUpperCase()}`])).exitCode).toBe(0)
  expect(computer.server.inputsOf('alias/remove').at(-1)).toMatchObject({ emails: liis.email })
  expect((await runForJson(computer, ['addresses', 'add', confirmed])).exitCode).toBe(2)
  expect(await runForJson(computer, ['addresses', 'confirm'], [])).toMatchObject({
    exitCode: 2,
    output: { error: { message: 'Standard input has no line for: Link from the email.' } },
  })
})

test('client settings are listed, read, set and removed', async ({ computer }) => {
  await signIn(computer)
  const run = (...args: string[]) => runForJson(computer, ['client-settings', ...args])
  // JSON objects cannot hold it reliably, so nothing of such a change is sent.
  expect(await run('set', 'theme=dark', '__proto__=1')).toMatchObject({
    exitCode: 2,
    output: { error: { field: 'name' } },
  })
  expect(await run('list')).toMatchObject({ exitCode: 0, result: { settings: { theme: 'light', sound: true } } })
  expect((await run('set', 'theme=dark', 'sizes=[1,2]', 'count=3')).result).toEqual({
    settings: { theme: 'dark', sizes: [1, 2], count: 3 },
  })
  expect(serverAccount(computer, liis).clientSettings).toEqual({ theme: 'dark', sound: true, sizes: [1, 2], count: 3 })
  expect((await runCommand(computer, ['client-settings', 'get', 'theme', 'sizes'])).stdout).toBe(
    'theme=dark\nsizes=[1,2]\n',
  )
  expect((await run('unset', 'sizes', 'count')).result).toEqual({ settings: { theme: 'dark', sound: true } })
  // The mistake is said of the one that has it, also within a value.
  for (const typed of ['sizes=[1,', 'sizes={"__proto__":1}']) {
    expect(await run('set', 'theme=light', typed)).toMatchObject({
      exitCode: 2,
      output: { error: { field: 'value', message: expect.stringMatching(/^sizes: /) } },
    })
  }
  for (const args of [
    ['get', 'colour'],
    ['unset', 'theme', 'constructor'],
    ['set', 'theme'],
  ]) {
    expect((await run(...args)).exitCode, args.join(' ')).toBe(2)
  }
  expect(serverAccount(computer, liis).clientSettings).toEqual({ theme: 'dark', sound: true })
})

test('a link is shown without sending anything, and followed only after consent', async ({ computer }) => {
  const id = sendNotificationEmail(computer.server.state, serverAccount(computer, liis))
  const link = `${computer.server.url}/unsubscribe?notification_id=${id}&email=${liis.email}`
  const at = ['--server', computer.server.url]
  const shown = await runCommand(computer, ['link', 'show', ...at], [link])
  expect(shown.stdout).toBe(
    'Unsubscribe\nFleep will stop sending emails like the one with this link.\n' +
      `According to the link, it’s for ${liis.email}, at 127.0.0.1:${new URL(computer.server.url).port}.\n`,
  )
  expect(computer.server.receivedCalls).toEqual([])
  expect(await runForJson(computer, ['link', 'follow', ...at], [link])).toMatchObject({
    exitCode: 2,
    output: { error: { message: expect.stringContaining('Use --yes') } },
  })
  expect(computer.server.receivedCalls).toEqual([])
  expect(await runForJson(computer, ['link', 'follow', '--yes', ...at], [link])).toMatchObject({
    exitCode: 0,
    result: { purpose: 'unsubscribe', message: expect.stringContaining('unsubscribed') },
  })
  expect(serverAccount(computer, liis).own.mk_email_interval).toBe('never')
})

test('a link about notifications needs an interval, and one without a purpose needs that', async ({ computer }) => {
  const id = () => sendNotificationEmail(computer.server.state, serverAccount(computer, liis))
  const at = ['--server', computer.server.url]
  const link = `${computer.server.url}/email_interval?notification_id=${id()}`
  const follow = (input: string, ...options: string[]) =>
    runForJson(computer, ['link', 'follow', ...at, '--yes', ...options], [input])
  expect(await follow(link)).toMatchObject({ exitCode: 2, output: { error: { field: 'emailInterval' } } })
  expect((await follow(link, '--interval', 'weekly')).exitCode).toBe(2)
  expect(await follow(link, '--interval=daily')).toMatchObject({ exitCode: 0, result: { purpose: 'email-interval' } })
  expect(serverAccount(computer, liis).own.mk_email_interval).toBe('daily')
  expect(await follow(id())).toMatchObject({ exitCode: 2, output: { error: { field: 'purpose' } } })
  expect((await follow(id(), '--as', 'something')).exitCode).toBe(2)
  expect(await follow(id(), '--as', 'unsubscribe')).toMatchObject({ exitCode: 0 })
  expect((await follow('https://elsewhere.example/unsubscribe?notification_id=1')).exitCode).toBe(2)
})

test('a new account is created with the emailed code, and stays signed in', async ({ computer }) => {
  const email = 'tiina.pold@harbour.example'
  const at = ['--server', computer.server.url]
  const requested = await runCommand(computer, ['sign-up', 'request', email, ...at])
  expect(requested.stdout).toBe(`Fleep has sent a code to ${email}. Use it with: sign-up finish ${email}\n`)
  const { code } = await lastMail(computer)
  const finish = ['sign-up', 'finish', email, ...at, '--name', 'Tiina Põld', '--phone', '+372 5555 0303']
  expect(await runForJson(computer, finish, ['000000', newPassword])).toMatchObject({
    exitCode: 4,
    output: { error: { field: 'code' } },
  })
  // The Fleep ID cannot be changed later, so the suggested one is not taken without consent.
  expect(await runForJson(computer, finish, [code, newPassword])).toMatchObject({
    exitCode: 2,
    output: { error: { message: expect.stringContaining('tiina.pold') } },
  })
  const chosen = [...finish, '--fleep-id', 'tiina.pold1']
  expect(await runForJson(computer, chosen, [code.replace(/^(\d{3})/, '$1 '), newPassword])).toMatchObject({
    exitCode: 0,
    result: { email, message: 'Welcome to Fleep, Tiina Põld.' },
  })
  const account = computer.server.state.accounts.find((one) => one.email === email)
  expect(account).toMatchObject({
    fleepAddress: 'tiina.pold1',
    displayName: 'Tiina Põld',
    password: newPassword,
    own: { phone_nr: '+372 5555 0303', is_newsletter_disabled: true },
  })
  expect(await runForJson(computer, ['status'])).toMatchObject({ result: { signedIn: true, email } })
  expect(await runForJson(computer, finish, [])).toMatchObject({ exitCode: 4 })
  expect((await runForJson(computer, ['sign-up', 'request', liis.email, ...at])).exitCode).toBe(4)
})

test('an invitation’s link sets up the account', async ({ computer }) => {
  const { state, url } = computer.server
  const email = 'tiina.pold@harbour.example'
  await runCommand(computer, ['sign-up', 'request', email, '--server', url])
  const { notificationId } = await lastMail(computer)
  const link = `${url}/register?notification_id=${notificationId}`
  const follow = ['link', 'follow', '--server', url, '--yes']
  expect(await runForJson(computer, follow, [link, newPassword])).toMatchObject({
    exitCode: 2,
    output: { error: { field: 'displayName' } },
  })
  expect(await runForJson(computer, [...follow, '--name', 'Tiina'], [link, newPassword])).toMatchObject({
    exitCode: 0,
    result: { purpose: 'set-up-account', message: 'Welcome to Fleep, Tiina.' },
  })
  expect(state.accounts.find((one) => one.email === email)).toMatchObject({ fleepAddress: 'tiina.pold' })
  // A link that signs in is not used while somebody is signed in.
  expect((await runForJson(computer, [...follow, '--name', 'Tiina'], [link, newPassword])).exitCode).toBe(4)
})

test('a forgotten password is replaced with the emailed link from standard input', async ({ computer }) => {
  const at = ['--server', computer.server.url]
  expect((await runForJson(computer, ['reset-password', 'request', liis.email, ...at])).exitCode).toBe(0)
  const { notificationId } = await lastMail(computer)
  const link = `${computer.server.url}/reset_password?notification_id=${notificationId}`
  expect((await runCommand(computer, ['reset-password', 'finish', link, ...at])).exitCode).toBe(2)
  expect(await runForJson(computer, ['reset-password', 'finish', ...at], [link])).toMatchObject({
    exitCode: 2,
    output: { error: { message: 'Standard input has no password.' } },
  })
  const finished = await runCommand(computer, ['reset-password', 'finish', ...at], [link, newPassword])
  expect(finished).toEqual({ exitCode: 0, stdout: 'Your new password is set. Sign in with it.\n', stderr: '' })
  expect(serverAccount(computer, liis).password).toBe(newPassword)
  expect((await runForJson(computer, ['reset-password', 'finish', ...at], [link, newPassword])).exitCode).toBe(4)
  await runCommand(computer, ['reset-password', 'request', kai.email, ...at])
  const second = `${computer.server.url}/reset_password?notification_id=${(await lastMail(computer)).notificationId}`
  expect(await runForJson(computer, ['link', 'follow', '--yes', ...at], [second, newPassword])).toMatchObject({
    exitCode: 0,
    result: { purpose: 'reset-password' },
  })
  expect(serverAccount(computer, kai).password).toBe(newPassword)
})

/** Runs the commands at the same time, since each of them waits. */
async function expectEach(computer: Computer, commands: string[][], expected: Record<string, unknown>): Promise<void> {
  await Promise.all(
    commands.map(async (args) => expect(await runForJson(computer, args), args.join(' ')).toMatchObject(expected)),
  )
}

const needsSession: string[][] = [
  ['addresses', 'list'],
  ['addresses', 'add', 'x@meadow.example'],
  ['addresses', 'confirm', 'https://fleep.io/confirm?confirm_id=1'],
  ['addresses', 'remove', confirmed],
  ['addresses', 'primary', confirmed],
  ['client-settings', 'list'],
  ['client-settings', 'get', 'theme'],
  ['client-settings', 'set', 'theme=dark'],
  ['client-settings', 'unset', 'theme'],
  ['boards', 'list'],
  ['boards', 'pins', 'Harvest festival'],
  ['boards', 'tasks', 'Harvest festival', '--section', 'Tasks'],
  ['lookup', marten.email, '--ignore', kai.email],
  ['smtp', 'list'],
  ['export'],
]

test('signed out and offline, each new command ends with the exit code for that', async ({ computer }) => {
  await expectEach(computer, needsSession, { exitCode: 3, output: { error: { code: 'signed-out' } } })
  await signIn(computer)
  await computer.server.stop()
  const others = [
    ['sign-up', 'request', 'tiina@harbour.example'],
    ['reset-password', 'request', liis.email],
  ]
  const offline = { exitCode: 5, output: { error: { code: 'offline', canRetry: true } } }
  await expectEach(computer, [...needsSession, ...others], offline)
  await computer.server.listen()
})

test('with a locked keyring, commands say so, and links that need no session work', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  await signIn(computer)
  await computer.keyring?.lock()
  const commands = [
    ['addresses', 'list'],
    ['boards', 'list'],
    ['client-settings', 'list'],
    ['smtp', 'list'],
  ]
  await expectEach(computer, commands, { exitCode: 6, output: { error: { code: 'keychain-locked' } } })
  const id = sendNotificationEmail(computer.server.state, serverAccount(computer, liis))
  const link = `${computer.server.url}/unsubscribe?notification_id=${id}`
  expect(await runForJson(computer, ['link', 'follow', '--yes'], [link])).toMatchObject({ exitCode: 0 })
  expect(serverAccount(computer, liis).own.mk_email_interval).toBe('never')
})

test.describe('without a keyring', () => {
  test.use({ keyringState: 'missing' })

  test('a new account that cannot stay signed in is said to exist', async ({ computer }) => {
    const email = 'tiina.pold@harbour.example'
    const at = ['--server', computer.server.url]
    await runCommand(computer, ['sign-up', 'request', email, ...at])
    const { code } = await lastMail(computer)
    const finish = ['sign-up', 'finish', email, ...at, '--name', 'Tiina', '--fleep-id', 'tiina.pold']
    expect(await runForJson(computer, finish, [code, newPassword])).toMatchObject({
      exitCode: 6,
      output: { error: { code: 'keychain-unavailable', message: expect.stringContaining('Welcome to Fleep, Tiina.') } },
    })
    expect(computer.server.state.sessions.size).toBe(0)
  })
})
