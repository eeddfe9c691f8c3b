import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fleepIdOf } from '../../contract/fleep-id'
import { mailCertificates } from '../mail/certificates'
import { mailUser, startMailServer } from '../mail/mail-servers'
import { type Script, startScriptedServer } from '../mail/scripted-server'
import { colourAt, quadrants } from '../pictures'
import { type Computer, expect, kai, liis, marten, serverAccount, test } from './support/app'
import { runCommand, runForJson } from './support/command'

test.skip(process.platform === 'win32', 'a program with a window prints nothing on Windows')

const signIn = (computer: Computer, person = liis, password = person.password) =>
  runForJson(computer, ['sign-in', person.email, '--server', computer.server.url], [password])

test('signing in on the command line signs in the window too', async ({ computer }) => {
  expect(await runForJson(computer, ['status', '--server', computer.server.url])).toMatchObject({
    exitCode: 0,
    result: { signedIn: false, email: null },
  })
  expect(await runForJson(computer, ['get', 'name'])).toMatchObject({
    exitCode: 3,
    output: { error: { code: 'signed-out' } },
  })
  expect(await signIn(computer, liis, 'not-her-password')).toMatchObject({
    exitCode: 4,
    output: { error: { code: 'refused', field: 'password', message: 'Incorrect email or password' } },
  })
  expect(await signIn(computer)).toMatchObject({ exitCode: 0, result: { email: liis.email, keeping: 'stored' } })
  expect(await runForJson(computer, ['status'])).toMatchObject({
    exitCode: 0,
    result: {
      signedIn: true,
      email: liis.email,
      name: liis.displayName,
      online: true,
    },
  })
  const page = await computer.start()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
})

test('commands read and change settings while the window is open, and the window updates', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  const { stdout } = await runCommand(computer, ['get', 'email-interval', 'full-privacy'])
  expect(stdout).toBe('email-interval=hourly\nfull-privacy=off\n')
  const command = [
    'set',
    'email-interval=daily',
    'full-privacy=on',
    'name=Liis = Saar',
    'phone=+372 1',
    'newsletter=off',
    'sleep-mode=off',
  ]
  const setFlag = async (word: string) => (await runForJson(computer, ['set', word])).result.flags
  expect(await setFlag('flag.desktop_sounds_disabled=on')).toContain('desktop_sounds_disabled')
  expect(await setFlag('flag:desktop_sounds_disabled=off')).not.toContain('desktop_sounds_disabled')
  expect(await runForJson(computer, [...command, 'automute=off', 'flag:desktop_sounds_disabled=on'])).toMatchObject({
    exitCode: 0,
    result: {
      'email-interval': 'daily',
      'full-privacy': true,
      name: 'Liis = Saar',
      newsletter: false,
      'sleep-mode': 'off',
    },
  })
  expect(serverAccount(computer, liis)).toMatchObject({
    displayName: 'Liis = Saar',
    own: { mk_email_interval: 'daily', is_full_privacy: true, phone_nr: '+372 1', is_newsletter_disabled: true },
  })
  expect(serverAccount(computer, liis).flags).toContain('desktop_sounds_disabled')
  await expect(page.getByRole('switch', { name: 'Full privacy' })).toBeChecked()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Liis = Saar')
  expect(await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('what is pasted into a command is cleaned as in the window', async ({ computer }) => {
  const pasted = (text: string) => `\u202a\u00a0${text}\u200b\u202c`
  const arguments_ = ['sign-in', pasted(liis.email), '--server', pasted(computer.server.url)]
  expect(await runForJson(computer, arguments_, [liis.password])).toMatchObject({
    exitCode: 0,
    result: { email: liis.email, server: computer.server.url },
  })
  expect(await runForJson(computer, ['set', `name=${pasted('Liis Saar')}`, `phone=${pasted('+372 1')}`])).toMatchObject(
    {
      result: { name: 'Liis Saar', phone: '+372 1' },
    },
  )
  expect(serverAccount(computer, liis)).toMatchObject({ displayName: 'Liis Saar', own: { phone_nr: '+372 1' } })
  expect(await runForJson(computer, ['set', 'name=\u200b'])).toMatchObject({
    exitCode: 2,
    output: { error: { field: 'displayName', message: 'Enter a name.' } },
  })
  expect(await runForJson(computer, ['lookup', pasted(kai.email)])).toMatchObject({
    result: { people: [{ address: kai.email, name: kai.displayName }] },
  })
})

test('an invalid command fails with a message and changes nothing', async ({ computer }) => {
  await signIn(computer)
  for (const [args, message] of [
    [['full-privacy=maybe'], 'full-privacy must be one of: on, off.'],
    [['name=Liis Saar', 'email-interval=weekly'], 'email-interval must be one of: hourly, daily, never.'],
    [['colour=blue'], 'Unknown setting: colour.'],
    [['name'], 'Write name as name=value.'],
    [['name='], 'Enter a name.'],
  ] as const) {
    const { exitCode, stderr, stdout } = await runCommand(computer, ['set', ...args])
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  }
  expect(serverAccount(computer, liis).displayName).toBe(liis.displayName)
  expect((await runCommand(computer, ['set', 'fleep-address=other-one'])).exitCode).toBe(4)
  const mistyped = await runCommand(computer, ['statsu'])
  expect(mistyped.exitCode).toBe(2)
  expect(mistyped.stderr).toContain('Did you mean status?')
  expect((await runForJson(computer, ['get', '--colour'])).output).toMatchObject({ error: { code: 'invalid-input' } })
  const { stdout, exitCode } = await runCommand(computer, ['help'])
  expect(exitCode).toBe(0)
  for (const command of ['status', 'get', 'set', 'smtp', 'avatar', 'export', 'lookup', 'sign-in']) {
    expect(stdout).toContain(command)
  }
})

test('change-password reads both passwords from standard input and prints neither', async ({ computer }) => {
  await signIn(computer)
  const secrets = [liis.password, 'seven quiet herons by the lake']
  const rejected = await runCommand(computer, ['change-password'], ['not-her-password', secrets[1] ?? ''])
  expect(rejected.exitCode).toBe(4)
  const { exitCode, stdout, stderr } = await runCommand(computer, ['change-password'], secrets)
  expect(exitCode).toBe(0)
  expect(serverAccount(computer, liis).password).toBe(secrets[1])
  for (const secret of [...secrets, 'not-her-password']) expect(stdout + stderr + rejected.stderr).not.toContain(secret)
})

test('an unreachable server and an ended session have their own exit codes', async ({ computer }) => {
  await signIn(computer)
  await computer.server.stop()
  expect(await runForJson(computer, ['set', 'name=Other'])).toMatchObject({
    exitCode: 5,
    output: { error: { code: 'offline', canRetry: true } },
  })
  expect(await runForJson(computer, ['status'])).toMatchObject({ exitCode: 0, result: { online: false } })
  await computer.server.listen()
  computer.server.state.endSessions(serverAccount(computer, liis))
  expect((await runForJson(computer, ['set', 'name=Other'])).exitCode).toBe(3)
  expect(serverAccount(computer, liis).displayName).toBe(liis.displayName)
})

test.describe('without a keyring', () => {
  test.use({ keyringState: 'missing' })

  test('sign-in without a keyring fails and leaves no session on the server', async ({ computer }) => {
    expect(await signIn(computer)).toMatchObject({ exitCode: 6, output: { error: { code: 'keychain-unavailable' } } })
    expect(computer.server.state.sessions.size).toBe(0)
  })
})

test('smtp adds, checks, changes and removes mail servers and sets the default', async ({
  computer,
  useMailServer,
}) => {
  // The default is read here. That it may be unknown is in odd-records.test.ts.
  computer.server.state.quirks.delete('smtp-without-default')
  await signIn(computer, marten)
  const { good } = await mailCertificates()
  const port = await useMailServer(startMailServer(good, { secure: true }))
  const account = serverAccount(computer, marten)
  const address = 'marten@meadow.example'
  const server = ['--host', 'localhost', '--port', String(port), '--encryption', 'tls', '--username', mailUser.username]
  expect(await runForJson(computer, ['smtp', 'add', address, ...server], ['wrong'])).toMatchObject({ exitCode: 7 })
  expect(account.smtp).toEqual([])
  const added = await runForJson(computer, ['smtp', 'add', address, ...server], [mailUser.password])
  expect(added).toMatchObject({
    exitCode: 0,
    result: { accounts: [{ address, host: 'localhost', port, encryption: 'tls', isDefault: true }] },
  })
  // The check reads the password from the keychain.
  expect(await runForJson(computer, ['smtp', 'check'])).toMatchObject({
    exitCode: 0,
    result: { checks: [{ address, works: true, failure: null }] },
  })
  const other = ['smtp', 'add', 'other@meadow.example', ...server, '--no-check']
  expect((await runForJson(computer, other, ['wrong'])).exitCode).toBe(0)
  const { exitCode, stdout } = await runCommand(computer, ['smtp', 'check'])
  expect(exitCode).toBe(7)
  expect(stdout).toMatch(/^marten@meadow.example: works$/m)
  expect(stdout).toMatch(/^other@meadow.example: .*rejected the user name or password/m)
  expect(await runForJson(computer, ['smtp', 'default', 'other@meadow.example'])).toMatchObject({
    result: { accounts: [{ isDefault: false }, { isDefault: true }] },
  })
  const change = ['smtp', 'change', 'other@meadow.example', '--password']
  expect((await runForJson(computer, change, [mailUser.password])).exitCode).toBe(0)
  expect((await runForJson(computer, ['smtp', 'check', 'other@meadow.example'])).exitCode).toBe(0)
  expect(await runForJson(computer, ['smtp', 'remove', 'other@meadow.example'])).toMatchObject({
    result: { accounts: [{ address }] },
  })
  expect((await runForJson(computer, ['smtp', 'remove', 'nobody@meadow.example'])).exitCode).toBe(4)
  expect((await runCommand(computer, ['smtp', 'list'])).stdout).toContain(`${address}  localhost:${port}  tls`)
})

test('smtp test sends an email to the account itself, and prints what the server said', async ({
  computer,
  useMailServer,
}) => {
  await signIn(computer, marten)
  const { good } = await mailCertificates()
  const script: Script = {}
  const server = await startScriptedServer({ encryption: 'tls', certificate: good, script })
  const address = 'box@meadow.example'
  const place = [
    '--host',
    'localhost',
    '--port',
    String(await useMailServer(Promise.resolve(server))),
    '--encryption',
    'tls',
  ]
  await runCommand(
    computer,
    ['smtp', 'add', address, ...place, '--username', mailUser.username, '--no-check'],
    [mailUser.password],
  )
  expect(await runCommand(computer, ['smtp', 'test', address])).toMatchObject({
    exitCode: 0,
    stdout: `Test email sent to ${marten.email}.\nServer response: 250 2.0.0 queued as 12345\n`,
  })
  expect(server.received).toContain(`RCPT TO:<${marten.email}>`)
  script.RCPT = '550 5.1.1 no such user'
  const refused = await runCommand(computer, ['smtp', 'test', address])
  expect(refused.exitCode).toBe(7)
  expect(refused.stderr).toContain(`refused to send to ${marten.email}. Server response: 550 5.1.1 no such user`)
})

test('smtp add uses the usual port of the encryption by default', async ({ computer }) => {
  await signIn(computer, marten)
  const address = 'marten@meadow.example'
  const add = ['smtp', 'add', address, '--host', 'localhost', '--encryption', 'starttls', '--no-check']
  expect(await runForJson(computer, add, [mailUser.password])).toMatchObject({
    exitCode: 0,
    result: { accounts: [{ address, port: 587, encryption: 'starttls' }] },
  })
})

test('avatar upload crops the picture to a square, upright and without metadata', async ({ computer }) => {
  await signIn(computer)
  const photo = join(computer.home, 'photo.jpg')
  // Rotated by 90 degrees with an orientation tag and metadata, as a phone held upright does.
  const exif = { IFD0: { Copyright: 'canary-of-the-photo' } }
  await writeFile(
    photo,
    await quadrants(1600, 1200).withMetadata({ orientation: 6 }).withExifMerge(exif).jpeg().toBuffer(),
  )
  expect(await runForJson(computer, ['avatar', 'upload', photo])).toMatchObject({
    exitCode: 0,
    result: { sizes: expect.arrayContaining([50, 100, 200]) },
  })
  const { picture } = serverAccount(computer, liis)
  const bytes = picture?.bytes ?? Buffer.alloc(0)
  expect(bytes.includes('canary-of-the-photo')).toBe(false)
  expect(await colourAt(bytes, [0.25, 0.25])).toBe('blue')
  expect(await colourAt(bytes, [0.75, 0.25])).toBe('red')
  const notes = join(computer.home, 'notes.png')
  await writeFile(notes, 'Only words.')
  expect((await runForJson(computer, ['avatar', 'upload', notes])).exitCode).toBe(2)
  expect((await runForJson(computer, ['avatar', 'upload', join(computer.home, 'none.png')])).exitCode).toBe(2)
  expect(await runForJson(computer, ['avatar', 'remove'])).toMatchObject({ exitCode: 0 })
  expect(serverAccount(computer, liis).picture).toBeNull()
})

test('export saves the history into a folder and overwrites nothing', async ({ computer }) => {
  await signIn(computer)
  const folder = join(computer.home, 'exports')
  await mkdir(folder)
  const command = ['export', '--conversation', 'Harvest festival', '--to', folder]
  const path = join(folder, 'Harvest festival.zip')
  expect(await runForJson(computer, command)).toMatchObject({
    exitCode: 0,
    result: { files: [{ name: 'Harvest festival.zip', path }] },
  })
  const [file] = computer.server.state.exportFiles.values()
  expect(await readFile(path)).toEqual(file?.bytes)
  expect((await runForJson(computer, command)).exitCode).toBe(4)
  expect(await readFile(path)).toEqual(file?.bytes)
  expect((await runForJson(computer, ['export', '--conversation', 'No such'])).exitCode).toBe(2)
})

test('profile save and apply copy settings from one account to another', async ({ computer }) => {
  // The file names a default. That none is named if it is unknown is in odd-records.test.ts.
  computer.server.state.quirks.delete('smtp-without-default')
  const file = join(computer.home, 'liis.json')
  await signIn(computer)
  expect((await runForJson(computer, ['profile', 'save', file])).exitCode).toBe(0)
  expect((await runForJson(computer, ['profile', 'save', file])).exitCode).toBe(4)
  await runCommand(computer, ['sign-out'])
  await signIn(computer, kai)
  const servers = ['mailServer:liis.tamm@meadow.example', 'mailServer:l.tamm@harbour.example', 'defaultMailServer']
  const dryRun = await runForJson(computer, ['profile', 'apply', file, '--dry-run'])
  expect(serverAccount(computer, kai).displayName).toBe('Kai')
  const applied = await runForJson(computer, ['profile', 'apply', file])
  expect(applied).toMatchObject({
    exitCode: 0,
    result: {
      changed: ['newsletter', 'clientSetting:sound', 'clientSetting:theme'],
      left: [],
      personal: ['displayName', 'phoneNumber', ...servers],
    },
  })
  expect(dryRun.result).toEqual(applied.result)
  expect(serverAccount(computer, kai).displayName).toBe('Kai')
  const { stdout } = await runCommand(computer, ['profile', 'apply', file])
  expect(stdout).toContain('personal to the other account (use --personal to include it): displayName')
  expect((await runForJson(computer, ['profile', 'apply', file, '--personal'])).result).toEqual({
    changed: ['displayName', 'phoneNumber'],
    left: servers,
    personal: [],
  })
  expect(serverAccount(computer, kai)).toMatchObject({
    displayName: liis.displayName,
    clientSettings: { theme: 'light', sound: true },
  })
  await writeFile(file, 'no settings')
  expect((await runForJson(computer, ['profile', 'apply', file])).exitCode).toBe(2)
})

test('profile apply leaves a mail server that a file leads elsewhere, and everything that depends on it', async ({
  computer,
}) => {
  const file = join(computer.home, 'team.json')
  await signIn(computer)
  expect((await runForJson(computer, ['profile', 'save', file])).exitCode).toBe(0)
  const profile = JSON.parse(await readFile(file, 'utf8'))
  const { mailServers } = profile.settings
  Object.assign(mailServers[1], { host: 'collect.evil.example', port: 2525, encryption: 'starttls', isDefault: true })
  mailServers[0].isDefault = false
  await writeFile(file, JSON.stringify(profile))
  const before = structuredClone(serverAccount(computer, liis).smtp)
  expect(await runForJson(computer, ['profile', 'apply', file])).toMatchObject({
    exitCode: 0,
    result: { changed: [], left: [`mailServer:${mailServers[1].address}`, 'defaultMailServer'] },
  })
  expect(serverAccount(computer, liis).smtp).toEqual(before)
  mailServers[1].username = 'x\r\nMAIL FROM:<a@b>'
  await writeFile(file, JSON.stringify(profile))
  const refused = await runCommand(computer, ['profile', 'apply', file])
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('settings.mailServers.1.username') })
})

test('lookup prints who is on Fleep, without control characters', async ({ computer }) => {
  await signIn(computer)
  serverAccount(computer, kai).displayName = 'Kai \u001b[31m\u202ered'
  const { stdout } = await runCommand(computer, ['lookup', marten.email, kai.email, 'nobody@harbour.example'])
  expect(stdout).toMatch(/^marten.kask@meadow.example\s+Marten Kask\s+On Fleep$/m)
  expect(stdout).toMatch(/^nobody@harbour.example\s.*Not on Fleep yet$/m)
  expect(stdout).not.toContain('\u001b')
  expect(stdout).not.toContain('\u202e')
  expect(await runForJson(computer, ['lookup', fleepIdOf('marten', computer.server.url)])).toMatchObject({
    result: { people: [{ name: 'Marten Kask', state: 'active' }] },
  })
})

test('sign-out ends the session, also for the window', async ({ computer }) => {
  await signIn(computer)
  expect((await runCommand(computer, ['sign-out'])).stdout).toBe('Signed out.\n')
  expect(computer.server.state.sessions.size).toBe(0)
  const page = await computer.start()
  await expect(page.getByRole('heading', { name: 'Sign in to Fleep' })).toBeVisible()
})

test('sign-out leaves without a connection, and says that Fleep could not be told', async ({ computer }) => {
  await signIn(computer)
  await computer.server.stop()
  const { exitCode, stdout } = await runCommand(computer, ['sign-out'])
  expect(exitCode).toBe(0)
  expect(stdout).toContain(`Couldn’t sign out at ${new URL(computer.server.url).host}`)
  expect(await runForJson(computer, ['status'])).toMatchObject({ exitCode: 0, result: { signedIn: false } })
  await computer.server.listen()
})

test('a session that ended elsewhere can be left and replaced', async ({ computer }) => {
  await signIn(computer)
  const end = () => computer.server.state.endSessions(serverAccount(computer, liis))
  end()
  expect(await signIn(computer)).toMatchObject({ exitCode: 0, result: { keeping: 'stored' } })
  expect(await runForJson(computer, ['get', 'name'])).toMatchObject({ exitCode: 0 })
  end()
  expect((await runCommand(computer, ['sign-out'])).stdout).toBe('Signed out.\n')
  expect(await runForJson(computer, ['status'])).toMatchObject({ result: { signedIn: false } })
})
