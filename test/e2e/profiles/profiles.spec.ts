import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Computer, expect, kai, liis, type Person, serverAccount, signIn, test } from '../support/app'

const profileRegion = (page: Page) => page.getByRole('region', { name: 'Settings as a file' })

async function stubFileDialogs(computer: Computer) {
  const path = join(computer.home, 'settings.json')
  await computer.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }, path)
  return path
}

async function switchAccount(page: Page, person: Person) {
  await page.getByRole('button', { name: 'Sign out' }).click()
  const confirmation = page.getByRole('dialog', { name: 'Sign out?' })
  if (await confirmation.isVisible()) await confirmation.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Email or Fleep ID').waitFor()
  await signIn(page, person)
  await page.getByRole('button', { name: 'Your data' }).click()
}

async function saveAllSettings(page: Page) {
  await profileRegion(page).getByRole('button', { name: 'Save all settings…' }).click()
  await expect(page.getByText('Saved as settings.json')).toBeVisible()
}

/** The settings of a profile, as the server has them. */
function settingsOnServer(computer: Computer, person: Person) {
  const { own, displayName, flags, clientSettings, smtp } = serverAccount(computer, person)
  const {
    mk_email_interval,
    is_full_privacy = false,
    is_newsletter_disabled = false,
    is_automute_enabled,
    phone_nr,
  } = own
  const servers = smtp
    .filter(({ mk_smtp_status }) => mk_smtp_status !== 'smtp_removed')
    .map(({ smtp_address, smtp_host, smtp_port, smtp_connection, smtp_username, smtp_password, is_default }) => {
      return { smtp_address, smtp_host, smtp_port, smtp_connection, smtp_username, smtp_password, is_default }
    })
  return {
    ...{ displayName, clientSettings, phone_nr, servers, flags: [...flags].sort() },
    ...{ mk_email_interval, is_full_privacy, is_newsletter_disabled, is_automute_enabled },
  }
}

test('a saved profile can be applied to another account, and the preview lists every change', async ({ computer }) => {
  // Otherwise the file has no default mail server.
  computer.server.state.quirks.delete('smtp-without-default')
  const page = await computer.startSignedIn(liis)
  const path = await stubFileDialogs(computer)
  const source = serverAccount(computer, liis)
  Object.assign(source.own, { mk_email_interval: 'daily', is_full_privacy: true })
  source.flags.delete('show_onboarding')
  source.flags.add('desktop_sounds_disabled')
  await page.getByRole('button', { name: 'Your data' }).click()
  await saveAllSettings(page)
  const file = await readFile(path, 'utf8')
  for (const { smtp_password } of source.smtp) expect(file).not.toContain(smtp_password)
  expect(file).not.toContain(source.password)

  await switchAccount(page, kai)
  await profileRegion(page).getByRole('button', { name: 'Apply a file…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Apply settings.json to' })
  await expect(dialog).toContainText(`The settings of ${liis.email}`)
  await expect(dialog).toHaveAccessibleName(`Apply settings.json to ${kai.email}?`)
  await expect(dialog.getByRole('checkbox')).toHaveCount(12)
  const changes = await dialog.locator('label.check').allInnerTexts()
  expect(changes.map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
    'Email notifications Hourly → Daily',
    'Full privacy Off → On',
    'Newsletter Not known → On',
    'Client setting: sound None → true',
    'Client setting: theme None → light',
    'Flag: No sounds on the desktop Off → On',
    'Flag: Introduction On → Off',
    'Name Kai → Liis Tamm',
    'Phone number None → +372 5555 0101',
    expect.stringContaining('Mail server for liis.tamm@meadow.example None → liis.tamm@meadow.example at mail.meadow'),
    expect.stringContaining('Mail server for l.tamm@harbour.example None → '),
    'Default mail server None → liis.tamm@meadow.example',
  ])

  // What belongs to the other person is left out at first.
  await expect(dialog.getByRole('button', { name: 'Apply 7 changes' })).toBeVisible()
  const personal = dialog.getByRole('group', { name: 'Personal' }).getByRole('checkbox')
  await expect(personal).toHaveCount(5)
  for (const box of await personal.all()) {
    await expect(box).not.toBeChecked()
    // The next box is scrolled under the pointer, where it takes no click at first.
    await page.mouse.move(1, 1)
    await box.check()
  }
  // Closing the dialog keeps them checked.
  await page.keyboard.press('Escape')
  await profileRegion(page).getByRole('button', { name: 'Apply a file…' }).press('Enter')
  await dialog.getByRole('button', { name: 'Apply 12 changes' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Enter the password for liis.tamm@meadow.example')
  expect(settingsOnServer(computer, kai).displayName).toBe('Kai')
  const [first, second] = source.smtp
  const passwords = dialog.getByLabel(/^Password for /)
  await passwords.nth(0).fill(first?.smtp_password ?? '')
  await passwords.nth(1).fill(second?.smtp_password ?? '')
  await dialog.getByRole('button', { name: 'Apply 12 changes' }).click()
  await expect(page.getByText('12 settings changed')).toBeVisible()
  expect(settingsOnServer(computer, kai)).toEqual(settingsOnServer(computer, liis))

  await profileRegion(page).getByRole('button', { name: 'Apply a file…' }).click()
  await expect(dialog).toContainText('This account already has all of these settings.')
})

test('an unchecked change is not made, and Undo reverts the others', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await stubFileDialogs(computer)
  await page.getByRole('button', { name: 'Your data' }).click()
  await saveAllSettings(page)
  await switchAccount(page, kai)
  await profileRegion(page).getByRole('button', { name: 'Apply a file…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Apply settings.json to' })
  await dialog.getByRole('checkbox', { name: 'Phone number' }).check()
  await dialog.getByRole('checkbox', { name: 'Client setting: sound' }).uncheck()
  await dialog.getByRole('checkbox', { name: 'Client setting: sound' }).check()
  await dialog.getByRole('button', { name: 'Apply 4 changes' }).click()
  await expect(page.getByText('4 settings changed')).toBeVisible()
  expect(settingsOnServer(computer, kai)).toMatchObject({
    displayName: 'Kai',
    phone_nr: '+372 5555 0101',
    clientSettings: { theme: 'light', sound: true },
    servers: [],
  })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => settingsOnServer(computer, kai)).toMatchObject({ phone_nr: '', clientSettings: {} })
})

test('a rejected change shows how many were made and keeps the rest selected', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await stubFileDialogs(computer)
  await page.getByRole('button', { name: 'Your data' }).click()
  await saveAllSettings(page)
  const { own } = serverAccount(computer, liis)
  Object.assign(own, { phone_nr: '1', is_full_privacy: true, is_automute_enabled: false })
  await profileRegion(page).getByRole('button', { name: 'Apply a file…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Apply settings.json to' })
  computer.server.planFault('account/configure', { kind: 'delay', milliseconds: 0 })
  computer.server.planFault('account/configure', { kind: 'status', status: 431 })
  await dialog.getByRole('button', { name: 'Apply 3 changes' }).click()
  await expect(dialog.getByRole('alert')).toContainText('1 of 3 changes were made. Then: Planned failure')
  await dialog.getByRole('button', { name: 'Apply 2 changes' }).click()
  await expect(page.getByText('2 settings changed')).toBeVisible()
  expect(own).toMatchObject({ phone_nr: '+372 5555 0101', is_full_privacy: false, is_automute_enabled: true })
})

for (const [kind, text, message] of [
  ['not JSON', 'Dear diary', 'not a Fleep settings file'],
  ['other JSON', '{"theme": "dark"}', 'not a Fleep settings file'],
  ['a newer profile', '{"format": "fleep-settings-profile", "version": 2}', 'from a newer version'],
  ['a damaged profile', '{"format": "fleep-settings-profile", "version": 1, "of": 3}', 'is damaged in “of”'],
] as const) {
  test(`a file that is ${kind} is refused and changes nothing`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await writeFile(await stubFileDialogs(computer), text)
    await page.getByRole('button', { name: 'Your data' }).click()
    await profileRegion(page).getByRole('button', { name: 'Apply a file…' }).click()
    await expect(profileRegion(page)).toContainText(message)
    expect(computer.server.inputsOf('account/configure')).toEqual([])
  })
}

test('a file that leads a known mail server elsewhere needs its password, which no file has', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const path = await stubFileDialogs(computer)
  await page.getByRole('button', { name: 'Your data' }).click()
  await saveAllSettings(page)
  const file = JSON.parse(await readFile(path, 'utf8'))
  const [server] = file.settings.mailServers
  Object.assign(server, { host: 'collect.evil.example', encryption: 'starttls' })
  await writeFile(path, JSON.stringify(file))
  const before = structuredClone(serverAccount(computer, liis).smtp)
  await profileRegion(page).getByRole('button', { name: 'Apply a file…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Apply settings.json to' })
  await expect(dialog).toContainText('at collect.evil.example')
  await dialog.getByRole('button', { name: 'Apply 1 change' }).click()
  await expect(dialog.getByRole('alert')).toHaveText(`Enter the password for ${server.address}, or deselect it.`)
  await expect(dialog.getByLabel(`Password for ${server.address}`)).toBeFocused()
  expect(serverAccount(computer, liis).smtp).toEqual(before)
  expect(computer.server.inputsOf('account/smtp/store')).toEqual([])
})
