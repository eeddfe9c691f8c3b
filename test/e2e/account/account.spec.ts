import type { Locator } from '@playwright/test'
import { fleepIdOf } from '../../../contract/fleep-id'
import { en } from '../../../texts/en'
import { expect, kai, liis, marten, serverAccount, test } from '../support/app'
import { runCommand, runForJson } from '../support/command'

const saved = 'Saved'

test('a text field saves on Enter and on leaving the field', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText(saved)).toBeVisible()
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')

  await page.getByLabel('Phone number').fill('+372 5555 0303')
  await page.keyboard.press('Tab')
  await expect.poll(() => serverAccount(computer, liis).own.phone_nr).toBe('+372 5555 0303')
  expect(computer.server.inputsOf('account/configure')).toEqual([
    { display_name: 'Liis Saar' },
    { phone_nr: '+372 5555 0303' },
  ])
})

test('typing on while a name is being saved saves the final name', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'delay', milliseconds: 700 })
  await page.getByLabel('Name', { exact: true }).fill('Liis S')
  await page.keyboard.press('Enter')
  await page.getByLabel('Name', { exact: true }).pressSequentially('aar')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByText(saved)).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Liis Saar')
  expect(computer.server.inputsOf('account/configure')).toEqual([
    { display_name: 'Liis S' },
    { display_name: 'Liis Saar' },
  ])
})

test('Escape restores the previous text and sends nothing', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Somebody else')
  await page.keyboard.press('Escape')
  await expect(name).toHaveValue(liis.displayName)
  await page.keyboard.press('Tab')
  expect(computer.server.inputsOf('account/configure')).toEqual([])
})

test('switches and choices are saved immediately', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const { own } = serverAccount(computer, liis)
  await page.getByRole('switch', { name: 'Full privacy' }).check()
  await expect.poll(() => own.is_full_privacy).toBe(true)
  await page.getByRole('switch', { name: 'Newsletter' }).uncheck()
  await expect.poll(() => own.is_newsletter_disabled).toBe(true)
  await page.getByRole('switch', { name: 'Mute email from new senders' }).uncheck()
  await expect.poll(() => own.is_automute_enabled).toBe(false)
  for (const [label, interval] of [
    ['Never', 'never'],
    ['Daily', 'daily'],
    ['Hourly', 'hourly'],
  ] as const) {
    await page.getByText(label, { exact: true }).click()
    await expect.poll(() => own.mk_email_interval).toBe(interval)
  }
  // Each row keeps its note, and its own Undo.
  await expect(page.getByText(saved)).toHaveCount(4)
})

test('Undo restores the previous value, also on the server', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  await expect.poll(() => serverAccount(computer, liis).displayName).toBe(liis.displayName)

  await page.getByRole('switch', { name: 'Full privacy' }).check()
  await page.locator('#fullPrivacy-note').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('switch', { name: 'Full privacy' })).not.toBeChecked()
  await expect.poll(() => serverAccount(computer, liis).own.is_full_privacy).toBe(false)
})

test('an empty name shows an error beside the field, which keeps its text', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByLabel('Name', { exact: true }).fill(' ')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Enter a name.')).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(' ')
  expect(serverAccount(computer, liis).displayName).toBe(liis.displayName)
})

test('a switch of which Fleep does not tell whether it is on says so, and can be changed', async ({ computer }) => {
  const page = await computer.startSignedIn(kai)
  const newsletter = page.getByRole('switch', { name: 'Newsletter' })
  const unknown = 'Not known: Fleep doesn’t say whether this is on.'
  await expect(newsletter).toHaveAccessibleDescription(new RegExp(unknown))
  expect(await newsletter.evaluate((input: HTMLInputElement) => input.indeterminate)).toBe(true)
  await computer.waitForStoredSession()
  expect(await runCommand(computer, ['get', 'newsletter'])).toMatchObject({ stdout: 'newsletter=not known\n' })
  expect((await runForJson(computer, ['get', 'newsletter'])).result).toEqual({ newsletter: null })
  await newsletter.click()
  await expect(newsletter).toBeChecked()
  await expect.poll(() => serverAccount(computer, kai).own.is_newsletter_disabled).toBe(false)
  await expect(page.getByText(unknown)).toBeHidden()
  await newsletter.click()
  await expect.poll(() => serverAccount(computer, kai).own.is_newsletter_disabled).toBe(true)
  await expect(newsletter).not.toBeChecked()
  expect((await runCommand(computer, ['get', 'newsletter'])).stdout).toBe('newsletter=off\n')
})

test('a Fleep address can be chosen only once, after a warning', async ({ computer }) => {
  const page = await computer.startSignedIn(kai)
  await page.getByRole('button', { name: 'Choose a Fleep ID…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('You can do this only once.')).toBeVisible()
  await dialog.getByLabel('Fleep ID').fill(marten.fleepAddress ?? '')
  await dialog.getByRole('button', { name: `Take ${fleepIdOf('marten', computer.server.url)}` }).click()
  await expect(dialog.getByText('Fleep address is not available')).toBeVisible()

  await dialog.getByLabel('Fleep ID').fill('kai.kask')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText(fleepIdOf('kai.kask', computer.server.url))).toBeVisible()
  await expect(page.getByRole('button', { name: 'Choose a Fleep ID…' })).toBeHidden()
  expect(serverAccount(computer, kai).fleepAddress).toBe('kai.kask')
})

test('changing the password requires the current one', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Change password…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Current password').fill('not-her-password')
  await dialog.getByLabel('New password').fill('1234')
  await expect(dialog.getByText('Very easy to guess')).toBeVisible()
  await dialog.getByLabel('New password').fill('seven quiet herons by the lake')
  await expect(dialog.getByText('Very strong')).toBeVisible()
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await expect(dialog.getByText('The old password is wrong')).toBeVisible()
  await expect(dialog.getByLabel('New password')).toHaveValue('seven quiet herons by the lake')

  await dialog.getByLabel('Current password').fill(liis.password)
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Change password…' })).toBeFocused()
  await expect(page.getByText(saved)).toBeVisible()
  expect(serverAccount(computer, liis).password).toBe('seven quiet herons by the lake')
  await page.getByRole('button', { name: 'Change password…' }).click()
  await expect(page.getByRole('dialog').getByLabel('Current password')).toHaveValue('')
})

test('client settings can be changed, added and removed one by one', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const settings = () => serverAccount(computer, liis).clientSettings
  await page.getByText('Advanced').click()
  await page.getByLabel('theme', { exact: true }).fill('dark')
  await page.keyboard.press('Enter')
  await expect.poll(settings).toEqual({ theme: 'dark', sound: true })

  await page.getByLabel('New name').fill('wide columns')
  await page.getByLabel('Value').fill('3')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('wide columns', { exact: true })).toHaveValue('3')
  await expect.poll(settings).toEqual({ theme: 'dark', sound: true, 'wide columns': 3 })

  await page.getByRole('button', { name: 'Remove sound' }).click()
  await expect(page.getByLabel('sound', { exact: true })).toBeDisabled()
  await page.locator('#clientSetting-sound-note').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByLabel('sound', { exact: true })).toBeEnabled()
  await expect(page.getByLabel('sound', { exact: true })).toHaveValue('true')
  await expect.poll(settings).toEqual({ theme: 'dark', sound: true, 'wide columns': 3 })
  const sent = computer.server.inputsOf('account/configure').map(({ client_settings }) => client_settings)
  expect(sent).toEqual(['{"theme":"dark"}', '{"wide columns":3}', '{"sound":null}', '{"sound":true}'])
})

test('a client setting that starts like JSON but has a mistake is refused', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const message = 'This is not valid JSON. Put text in quotes.'
  await page.getByText('Advanced').click()
  await page.getByLabel('theme', { exact: true }).fill('{"dark": true')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('theme', { exact: true })).toHaveAccessibleDescription(new RegExp(message))
  await expect(page.getByLabel('theme', { exact: true })).toHaveValue('{"dark": true')
  await page.getByLabel('New name').fill('columns')
  await page.getByLabel('Value').fill('[1, 2')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Value')).toHaveAccessibleDescription(message)
  await expect(page.getByLabel('Value')).toBeFocused()
  await page.getByLabel('New name').fill('__proto__')
  await page.getByLabel('Value').fill('1')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('New name')).toHaveAccessibleDescription(en['input.nameRefused'])
  expect(computer.server.inputsOf('account/configure')).toEqual([])
})

test('a change made elsewhere appears without a refresh', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const account = serverAccount(computer, liis)
  account.displayName = 'Liis from her phone'
  computer.server.state.announce(account, { display_name: account.displayName })
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Liis from her phone')
})

test('the keyboard reaches and changes settings', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Account', exact: true }).focus()
  const tabTo = async (target: Locator) => {
    const isFocused = () => target.evaluate((element) => element === document.activeElement)
    for (let presses = 0; presses < 20 && !(await isFocused()); presses += 1) await page.keyboard.press('Tab')
    await expect(target).toBeFocused()
  }
  await tabTo(page.getByLabel('Name', { exact: true }))
  await tabTo(page.getByRole('radio', { name: 'Hourly' }))
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => serverAccount(computer, liis).own.mk_email_interval).toBe('daily')
})
