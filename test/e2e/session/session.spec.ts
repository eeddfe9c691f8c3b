import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, liis, marten, serverAccount, signIn, test } from '../support/app'

const service = 'Fleep Settings'
const exact = { exact: true } as const

test('a wrong password shows an error, and the fields keep their text', async ({ computer }) => {
  const page = await computer.start()
  await signIn(page, liis, 'not-her-password')
  await expect(page.getByText('Incorrect email or password')).toBeVisible()
  await expect(page.getByLabel('Email or Fleep ID')).toHaveValue(liis.email)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('not-her-password')
})

test('a sign-in that may not be tried now says so, and not beside the password', async ({ computer }) => {
  const page = await computer.start()
  const password = page.getByLabel('Password', exact)
  const body = JSON.stringify({ error_id: 'velocity', error_message: 'Too many sign-ins' })
  const headers = { 'retry-after': '120' }
  computer.server.planFault('account/login', { kind: 'status', status: 429, body, headers })
  await signIn(page, liis)
  await expect(page.getByText('Too many sign-ins. Try again in 2 minutes.')).toBeVisible()
  await expect(password).not.toHaveAttribute('aria-invalid', 'true')
  await signIn(page, liis, 'not-her-password')
  await expect(page.getByText('Incorrect email or password')).toBeVisible()
  await expect(password).toHaveAttribute('aria-invalid', 'true')
})

test('a slip in the server’s address is named beside it', async ({ computer }) => {
  const page = await computer.start()
  await page.getByText('Advanced').click()
  await page.getByLabel('Server').fill('htps://fleep.io')
  await signIn(page, liis)
  await expect(page.getByText('Did you mean https://fleep.io?')).toBeVisible()
  await expect(page.getByLabel('Server')).toHaveAttribute('aria-invalid', 'true')
})

test('a guest network that answers instead of Fleep does not end the session', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const portal = {
    kind: 'status',
    status: 401,
    contentType: 'text/html',
    body: '<html>Sign in to the Wi-Fi</html>',
  } as const
  computer.server.planFault('*', portal, Number.POSITIVE_INFINITY)
  computer.server.loseConnections()
  await computer.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'))
  await expect(page.getByText('On hotel or café Wi-Fi, sign in to it in your browser first.')).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
  computer.server.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Offline.')).toBeHidden()
  await expect(page.getByLabel('Name', exact)).toHaveValue(liis.displayName)
})

test('a server address without https is refused', async ({ computer }) => {
  const page = await computer.start()
  await page.getByText('Advanced').click()
  await page.getByLabel('Server').fill('http://fleep.example')
  await signIn(page, liis)
  await expect(page.getByText('Use an https:// address. Others aren’t safe for a password.')).toBeVisible()
  await expect(page.getByLabel('Server')).toHaveValue('http://fleep.example')
})

test('quitting right after signing in keeps the session', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const firstPage = await computer.start()
  await signIn(firstPage, liis)
  await firstPage.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  await computer.quit()
  const page = await computer.start()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
})

test('after a restart the session is restored from the keyring', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  expect(await computer.keyring?.secretsOf(service)).toHaveLength(1)
  await computer.quit()
  const page = await computer.start()
  await expect(page.getByLabel('Name', exact)).toHaveValue(liis.displayName)
  expect(computer.server.receivedCalls.filter(({ method }) => method === 'account/login')).toHaveLength(1)
})

test('signing out ends the session and clears the keyring', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Fleep' })).toBeVisible()
  await expect(page.getByLabel('Email or Fleep ID')).toHaveValue(liis.email)
  await expect.poll(() => computer.server.state.sessions.size).toBe(0)
  if (computer.keyring) await expect.poll(() => computer.keyring?.secretsOf(service)).toEqual([])
  await computer.quit()
  await expect((await computer.start()).getByRole('heading', { name: 'Sign in to Fleep' })).toBeVisible()
})

test('signing out offline signs out locally and says that Fleep was not told', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.server.stop()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('You’re signed out on this computer.')).toBeVisible()
  await expect(page.getByText('Couldn’t sign out at')).toBeVisible()
})

test('quitting right after signing out at a silent server leaves nothing', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const page = await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  computer.server.planFault('account/logout', { kind: 'drips' })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Fleep' }).waitFor()
  await computer.quit()
  expect(await computer.keyring?.secretsOf(service)).toEqual([])
  await expect((await computer.start()).getByRole('heading', { name: 'Sign in to Fleep' })).toBeVisible()
})

test('a pending sign-out request does not affect the next sign-in', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/logout', { kind: 'never-answers' })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signIn(page, liis)
  await expect(page.getByLabel('Name', exact)).toHaveValue(liis.displayName)
  await computer.waitForStoredSession()
  if (computer.keyring) expect(await computer.keyring.secretsOf(service)).toHaveLength(1)
  await page.getByLabel('Name', exact).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
})

test('a change made while the computer was suspended is shown when it goes on', async ({ computer }) => {
  // It is under way during the suspend, and the change below waits for it.
  computer.server.planFault('alias/sync', { kind: 'never-answers' })
  const page = await computer.startSignedIn(liis)
  const account = serverAccount(computer, liis)
  for (const method of ['account/poll', 'alias/sync'])
    await expect.poll(() => computer.server.inputsOf(method).length).toBeGreaterThan(0)
  computer.server.loseConnections()
  account.displayName = 'Liis elsewhere'
  computer.server.state.announce(account, { display_name: 'Liis elsewhere' })
  await computer.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'))
  await expect(page.getByLabel('Name', exact)).toHaveValue('Liis elsewhere')
  // The first change is sent on a new connection.
  await page.getByLabel('Name', exact).fill('Liis here')
  await page.getByLabel('Name', exact).press('Enter')
  await expect.poll(() => account.displayName).toBe('Liis here')
})

test('a session that ends during a change asks for the password and completes the change', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.state.endSessions(serverAccount(computer, liis))
  await page.getByLabel('Name', exact).fill('Liis Saar')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.getByLabel('Password', { exact: true }).fill('not-her-password')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Incorrect email or password')).toBeVisible()
  expect(serverAccount(computer, liis).displayName).toBe(liis.displayName)

  await dialog.getByLabel('Password', { exact: true }).fill(liis.password)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Saved')).toBeVisible()
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

test('"Not now" leaves the change unsaved, to be retried after signing in again', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.state.endSessions(serverAccount(computer, liis))
  await page.getByLabel('Name', exact).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect(page.getByText('this wasn’t saved')).toBeVisible()
  await expect(page.getByLabel('Name', exact)).toHaveValue('Liis Saar')

  await page.getByRole('button', { name: 'Enter password' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(liis.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect.poll(() => serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

test('a second start does not open a second app', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  // The last request that the first instance makes on its own.
  await page.getByText('l.tamm@harbour.example').waitFor()
  const callsBefore = computer.server.receivedCalls.length
  const { app } = computer
  const exitCode = await computer.startSecondInstance()
  expect(exitCode).toBe(0)
  // Polling may begin again meanwhile. What a start of the app asks for is not among its calls.
  const polling = ['account/poll', 'account/sync', 'contact/sync']
  const others = computer.server.receivedCalls.slice(callsBefore).filter(({ method }) => !polling.includes(method))
  expect(others).toEqual([])
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a damaged data file is kept under another name, with a notice', async ({ computer }) => {
  await mkdir(computer.dataFolder, { recursive: true })
  await writeFile(join(computer.dataFolder, 'remembered.json'), '{"version":1,"ser')
  const page = await computer.start()
  await expect(page.getByText('It was renamed to remembered.json.bad.')).toBeVisible()
  await page.getByRole('button', { name: 'OK' }).click()
  await expect(page.getByText('was renamed to')).toBeHidden()
  expect(await readFile(join(computer.dataFolder, 'remembered.json.bad'), 'utf8')).toBe('{"version":1,"ser')
})

test('an unwritable data folder shows a notice, and Try again writes it', async ({ computer }) => {
  const obstacle = join(computer.dataFolder, 'remembered.json.part')
  await mkdir(obstacle, { recursive: true })
  const page = await computer.startSignedIn(liis)
  await expect(page.getByText('Can’t write to the app’s data folder')).toBeVisible()
  await rmdir(obstacle)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Can’t write to the app’s data folder')).toBeHidden()
  await computer.waitForStoredSession()
})

test('a response that arrives after signing out is ignored', async ({ computer }) => {
  // Otherwise the window asks before this becomes the default.
  Object.assign(serverAccount(computer, liis).smtp[1] ?? {}, { mk_smtp_status: 'smtp_confirmed' })
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(2)
  computer.server.planFault('account/smtp/configure', { kind: 'delay-answer', milliseconds: 200 })
  await page
    .getByRole('button', { name: /^Make default/ })
    .last()
    .click()
  await expect.poll(() => serverAccount(computer, liis).smtp.map(({ is_default }) => is_default)).toEqual([false, true])
  await page.getByRole('button', { name: 'Sign out' }).click()
  computer.server.planFault('account/smtp/list', { kind: 'never-answers' })
  await signIn(page, marten)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await expect(page.getByText('Loading your mail servers…')).toBeVisible()
  await expect(page.getByRole('listitem')).toHaveCount(0)
})

test.describe('without a keyring', () => {
  test.use({ keyringState: 'missing' })

  test('the session is kept in memory, with a notice', async ({ computer }) => {
    test.skip(process.platform !== 'linux', 'macOS and Windows always have a keychain')
    const page = await computer.startSignedIn(liis)
    await expect(page.getByText('the keyring isn’t available on this computer')).toBeVisible()
    await page.getByLabel('Name', exact).fill('Liis Saar')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Saved')).toBeVisible()
    await computer.quit()
    const restartedPage = await computer.start()
    await expect(restartedPage.getByText('Your stored sign-in couldn’t be read')).toBeVisible()
  })
})

test.describe('with a locked keyring', () => {
  test.use({ keyringState: 'locked' })

  test('the session is kept in memory and stored once the keyring is unlocked', async ({ computer }) => {
    test.skip(!computer.keyring, 'needs its own keyring')
    const page = await computer.startSignedIn(liis)
    await expect(page.getByText('the keyring is locked')).toBeVisible()
    await computer.keyring?.unlock()
    expect(await computer.keyring?.secretsOf(service)).toEqual([])
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('the keyring is locked')).toBeHidden()
    expect(await computer.keyring?.secretsOf(service)).toHaveLength(1)
  })
})

test('a keyring locked at start is not treated as empty', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  const stored = await computer.keyring?.secretsOf(service)
  await computer.quit()
  await computer.keyring?.lock()

  const page = await computer.start()
  await expect(page.getByText('The keyring is locked. Your stored sign-in couldn’t be read')).toBeVisible()
  await computer.keyring?.unlock()
  expect(await computer.keyring?.secretsOf(service)).toEqual(stored)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByLabel('Name', exact)).toHaveValue(liis.displayName)
})

test('an entry changed by another program is replaced only on request', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const account = serverAccount(computer, liis)
  const item = `${account.id} at ${computer.server.url}`
  await computer.keyring?.store(service, item, 'not the app’s')
  const page = await computer.startSignedIn(liis)
  await expect(page.getByText('so it was left unchanged')).toBeVisible()
  expect(await computer.keyring?.secretOf(service, item)).toBe('not the app’s')
  await page.getByRole('button', { name: 'Replace the entry' }).click()
  await expect(page.getByText('so it was left unchanged')).toBeHidden()
  expect(await computer.keyring?.secretOf(service, item)).toContain('"ticket"')
})
