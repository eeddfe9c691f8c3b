import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fleepIdOf } from '../../contract/fleep-id'
import { mailCertificates } from '../mail/certificates'
import { mailUser, startMailServer } from '../mail/mail-servers'
import { colourAt, quarters } from '../pictures'
import { type Computer, expect, kai, liis, marten, onServer, test } from './support/app'
import { runCommand, runForJson } from './support/command'

test.skip(process.platform === 'win32', 'programs with a window print nothing there')

const signIn = (computer: Computer, person = liis, password = person.password) =>
  runForJson(computer, ['sign-in', person.email, '--server', computer.server.url], [password])

test('somebody signs in on the command line, and the window has the same session', async ({ computer }) => {
  expect(await runForJson(computer, ['status', '--server', computer.server.url])).toMatchObject({
    exitCode: 0,
    result: { signedIn: false, email: null },
  })
  expect(await runForJson(computer, ['get', 'name'])).toMatchObject({
    exitCode: 3,
    printed: { error: { code: 'signed-out' } },
  })
  expect(await signIn(computer, liis, 'not-her-password')).toMatchObject({
    exitCode: 4,
    printed: { error: { code: 'refused', field: 'password', message: 'Incorrect email or password' } },
  })
  expect(await signIn(computer)).toMatchObject({ exitCode: 0, result: { email: liis.email, keeping: 'stored' } })
  expect(await runForJson(computer, ['status'])).toMatchObject({
    exitCode: 0,
    result: { signedIn: true, email: liis.email, name: liis.displayName, online: true },
  })
  const page = await computer.start()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
})

test('settings are read and changed beside the open window, which follows', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.untilRemembered()
  const { out } = await runCommand(computer, ['get', 'email-interval', 'full-privacy'])
  expect(out).toBe('email-interval=hourly\nfull-privacy=off\n')
  const set = ['set', 'email-interval=daily', 'full-privacy=on', 'name=Liis = Saar', 'phone=+372 1', 'newsletter=off']
  expect(await runForJson(computer, [...set, 'automute=off', 'flag:desktop_sounds_disabled=on'])).toMatchObject({
    exitCode: 0,
    result: { 'email-interval': 'daily', 'full-privacy': true, name: 'Liis = Saar', newsletter: false },
  })
  expect(onServer(computer, liis)).toMatchObject({
    displayName: 'Liis = Saar',
    own: { mk_email_interval: 'daily', is_full_privacy: true, phone_nr: '+372 1', is_newsletter_disabled: true },
  })
  expect(onServer(computer, liis).flags).toContain('desktop_sounds_disabled')
  await expect(page.getByRole('switch', { name: 'Full privacy' })).toBeChecked()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Liis = Saar')
  expect(await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('what cannot be set is told, and nothing of it is', async ({ computer }) => {
  await signIn(computer)
  for (const [words, message] of [
    [['full-privacy=maybe'], 'full-privacy is one of on, off.'],
    [['name=Liis Saar', 'email-interval=weekly'], 'email-interval is one of hourly, daily, never.'],
    [['colour=blue'], 'There is no setting colour.'],
    [['name'], 'Write name as name=value.'],
    [['name='], 'Enter a name.'],
  ] as const) {
    const { exitCode, err, out } = await runCommand(computer, ['set', ...words])
    expect([exitCode, out]).toEqual([2, ''])
    expect(err).toContain(message)
  }
  expect(onServer(computer, liis).displayName).toBe(liis.displayName)
  expect((await runCommand(computer, ['set', 'fleep-address=other'])).exitCode).toBe(4)
  const mistyped = await runCommand(computer, ['statsu'])
  expect(mistyped.exitCode).toBe(2)
  expect(mistyped.err).toContain('Did you mean status?')
  expect((await runForJson(computer, ['get', '--colour'])).printed).toMatchObject({ error: { code: 'invalid-input' } })
  const { out, exitCode } = await runCommand(computer, ['help'])
  expect(exitCode).toBe(0)
  for (const verb of ['status', 'get', 'set', 'smtp', 'avatar', 'export', 'lookup', 'sign-in']) {
    expect(out).toContain(verb)
  }
})

test('a new password is two lines, and is in no output', async ({ computer }) => {
  await signIn(computer)
  const secrets = [liis.password, 'seven quiet herons by the lake']
  const wrong = await runCommand(computer, ['change-password'], ['not-her-password', secrets[1] ?? ''])
  expect(wrong.exitCode).toBe(4)
  const { exitCode, out, err } = await runCommand(computer, ['change-password'], secrets)
  expect(exitCode).toBe(0)
  expect(onServer(computer, liis).password).toBe(secrets[1])
  for (const secret of [...secrets, 'not-her-password']) expect(out + err + wrong.err).not.toContain(secret)
})

test('a Fleep that is away, or ended the session, is an exit code of its own', async ({ computer }) => {
  await signIn(computer)
  await computer.server.goAway()
  expect(await runForJson(computer, ['set', 'name=Other'])).toMatchObject({
    exitCode: 5,
    printed: { error: { code: 'offline', canRetry: true } },
  })
  expect(await runForJson(computer, ['status'])).toMatchObject({ exitCode: 0, result: { online: false } })
  await computer.server.comeBack()
  computer.server.state.endSessions(onServer(computer, liis))
  expect((await runForJson(computer, ['set', 'name=Other'])).exitCode).toBe(3)
  expect(onServer(computer, liis).displayName).toBe(liis.displayName)
})

test.describe('without a keyring', () => {
  test.use({ keyringSetUp: 'missing' })

  test('a command cannot stay signed in, says so, and leaves no session behind', async ({ computer }) => {
    expect(await signIn(computer)).toMatchObject({ exitCode: 6, printed: { error: { code: 'keychain-unavailable' } } })
    expect(computer.server.state.sessions.size).toBe(0)
  })
})

test('mail servers are tried, added, checked, made the default, changed and removed', async ({
  computer,
  useMailServer,
}) => {
  await signIn(computer, marten)
  const { good } = await mailCertificates()
  const port = await useMailServer(startMailServer(good, { secure: true }))
  const account = onServer(computer, marten)
  const address = 'marten@meadow.example'
  const server = ['--host', 'localhost', '--port', String(port), '--encryption', 'tls', '--username', mailUser.username]
  expect(await runForJson(computer, ['smtp', 'add', address, ...server], ['wrong'])).toMatchObject({ exitCode: 7 })
  expect(account.smtp).toEqual([])
  const added = await runForJson(computer, ['smtp', 'add', address, ...server], [mailUser.password])
  expect(added).toMatchObject({
    exitCode: 0,
    result: { accounts: [{ address, host: 'localhost', port, encryption: 'tls', isDefault: true }] },
  })
  // The password is in the keychain, so that nobody is asked for it.
  expect(await runForJson(computer, ['smtp', 'check'])).toMatchObject({
    exitCode: 0,
    result: { checks: [{ address, works: true, failure: null }] },
  })
  const other = ['smtp', 'add', 'other@meadow.example', ...server, '--no-check']
  expect((await runForJson(computer, other, ['wrong'])).exitCode).toBe(0)
  const { exitCode, out } = await runCommand(computer, ['smtp', 'check'])
  expect(exitCode).toBe(7)
  expect(out).toMatch(/^marten@meadow.example: works$/m)
  expect(out).toMatch(/^other@meadow.example: .*refused the user name or the password/m)
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
  expect((await runCommand(computer, ['smtp', 'list'])).out).toContain(`${address}  localhost:${port}  tls`)
})

test('a port that is not given is the usual one of the encryption', async ({ computer }) => {
  await signIn(computer, marten)
  const address = 'marten@meadow.example'
  const add = ['smtp', 'add', address, '--host', 'localhost', '--encryption', 'starttls', '--no-check']
  expect(await runForJson(computer, add, [mailUser.password])).toMatchObject({
    exitCode: 0,
    result: { accounts: [{ address, port: 587, encryption: 'starttls' }] },
  })
})

test('a picture becomes the avatar, cut to its middle, upright, and with nothing but pixels', async ({ computer }) => {
  await signIn(computer)
  const photo = join(computer.home, 'photo.jpg')
  // Turned by 90 degrees, as a phone held upright writes it, with the place where it was taken.
  const exif = { IFD0: { Copyright: 'canary-of-the-photo' } }
  await writeFile(
    photo,
    await quarters(1600, 1200).withMetadata({ orientation: 6 }).withExifMerge(exif).jpeg().toBuffer(),
  )
  expect(await runForJson(computer, ['avatar', 'upload', photo])).toMatchObject({
    exitCode: 0,
    result: { sizes: expect.arrayContaining([50, 100, 200]) },
  })
  const { picture } = onServer(computer, liis)
  const bytes = picture?.bytes ?? Buffer.alloc(0)
  expect(bytes.includes('canary-of-the-photo')).toBe(false)
  expect(await colourAt(bytes, [0.25, 0.25])).toBe('blue')
  expect(await colourAt(bytes, [0.75, 0.25])).toBe('red')
  const notes = join(computer.home, 'notes.png')
  await writeFile(notes, 'Only words.')
  expect((await runForJson(computer, ['avatar', 'upload', notes])).exitCode).toBe(2)
  expect((await runForJson(computer, ['avatar', 'upload', join(computer.home, 'none.png')])).exitCode).toBe(2)
  expect(await runForJson(computer, ['avatar', 'remove'])).toMatchObject({ exitCode: 0 })
  expect(onServer(computer, liis).picture).toBeNull()
})

test('the history is exported into a folder, in which nothing is replaced', async ({ computer }) => {
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

test('the settings of one account are given to another in two commands', async ({ computer }) => {
  const file = join(computer.home, 'liis.json')
  await signIn(computer)
  expect((await runForJson(computer, ['profile', 'save', file])).exitCode).toBe(0)
  expect((await runForJson(computer, ['profile', 'save', file])).exitCode).toBe(4)
  await runCommand(computer, ['sign-out'])
  await signIn(computer, kai)
  const trial = await runForJson(computer, ['profile', 'apply', file, '--dry-run'])
  expect(onServer(computer, kai).displayName).toBe('Kai')
  const applied = await runForJson(computer, ['profile', 'apply', file])
  expect(applied).toMatchObject({
    exitCode: 0,
    result: {
      changed: ['displayName', 'phoneNumber', 'clientSetting:sound', 'clientSetting:theme'],
      left: ['mailServer:liis.tamm@meadow.example', 'mailServer:l.tamm@harbour.example', 'defaultMailServer'],
    },
  })
  expect(trial.result).toEqual(applied.result)
  expect(onServer(computer, kai)).toMatchObject({
    displayName: liis.displayName,
    clientSettings: { theme: 'light', sound: true },
  })
  await writeFile(file, 'no settings')
  expect((await runForJson(computer, ['profile', 'apply', file])).exitCode).toBe(2)
})

test('people are looked up', async ({ computer }) => {
  await signIn(computer)
  onServer(computer, kai).displayName = 'Kai \u001b[31m\u202ered'
  const { out } = await runCommand(computer, ['lookup', marten.email, kai.email, 'nobody@harbour.example'])
  expect(out).toMatch(/^marten.kask@meadow.example\s+Marten Kask\s+On Fleep$/m)
  expect(out).toMatch(/^nobody@harbour.example\s.*Not on Fleep yet$/m)
  expect(out).not.toContain('\u001b')
  expect(out).not.toContain('\u202e')
  expect(await runForJson(computer, ['lookup', fleepIdOf('marten', computer.server.url)])).toMatchObject({
    result: { people: [{ name: 'Marten Kask', state: 'active' }] },
  })
})

test('signing out ends the session for the window too', async ({ computer }) => {
  await signIn(computer)
  expect((await runCommand(computer, ['sign-out'])).out).toBe('Signed out.\n')
  expect(computer.server.state.sessions.size).toBe(0)
  const page = await computer.start()
  await expect(page.getByRole('heading', { name: 'Sign in to Fleep' })).toBeVisible()
})
