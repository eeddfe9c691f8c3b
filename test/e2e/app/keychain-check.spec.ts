import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Prompter } from '../../keychain/prompter'
import { SecretService } from '../../keychain/secret-service'
import { expect, liis, openThisApp, signIn, test } from '../support/app'
import { runCommand, runForJson } from '../support/command'
import { readClipboard } from '../support/electron-record'

test.skip(process.platform !== 'linux', 'needs a keyring that can be locked and missing')

const service = 'Fleep Settings'

test('a keyring that works is tried with an entry that is removed again', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  const stored = await computer.keyring?.secretsOf(service)
  await openThisApp(page)
  await page.getByRole('button', { name: 'Check…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Password storage' })
  await expect(dialog.getByRole('status')).toHaveText('The keyring works.')
  await expect(dialog.getByRole('listitem')).toHaveCount(7)
  await expect(dialog.getByRole('listitem').filter({ hasText: 'done' })).toHaveCount(7)
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await expect.poll(() => readClipboard(computer)).toContain('Read back: done')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'Check…' })).toBeFocused()
  expect(await computer.keyring?.secretsOf(service)).toEqual(stored)
  expect(await runForJson(computer, ['doctor'])).toMatchObject({
    exitCode: 0,
    result: {
      checks: [
        { name: 'keychain', works: true, problem: null, advice: null },
        { name: 'network', works: true, proxy: null, problem: null, advice: null },
      ],
    },
  })
})

const busFailed = expect.objectContaining({
  name: 'keychain',
  works: false,
  steps: expect.arrayContaining([{ step: 'bus', state: 'failed' }]),
})

test.describe('without a keyring', () => {
  test.use({ keyringState: 'missing' })

  test('the message of the window leads to what is missing on this desktop', async ({ computer }) => {
    const bus = await SecretService.start({ service: false })
    computer.extraEnv = { DBUS_SESSION_BUS_ADDRESS: bus.address, XDG_CURRENT_DESKTOP: 'KDE' }
    const page = await computer.startSignedIn(liis)
    const banner = page.getByRole('complementary', { name: 'Messages' })
    await banner.getByRole('button', { name: 'What’s wrong?' }).click()
    const dialog = page.getByRole('dialog', { name: 'Password storage' })
    await expect(dialog.getByRole('status')).toContainText('The keyring isn’t available on this computer.')
    await expect(dialog.getByRole('status')).toContainText('Install the package kwalletmanager')
    await expect(dialog.getByRole('listitem').filter({ hasText: 'failed' })).toHaveText('Find the keyring failed')
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await expect(dialog.getByRole('status')).toContainText('kwalletmanager')
    await dialog.getByRole('button', { name: 'Close' }).click()
    const printed = await runCommand(computer, ['doctor'])
    expect(printed).toMatchObject({
      exitCode: 6,
      stdout: expect.stringContaining('Install the package kwalletmanager'),
    })
    expect(printed.stdout).toContain('Find the keyring: failed\nFind its default: not yet\n')
    await computer.quit()
    await bus.stop()
  })

  test('a command without a bus says so, and needs no session', async ({ computer }) => {
    computer.extraEnv = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }
    expect(await runForJson(computer, ['doctor'])).toMatchObject({
      exitCode: 6,
      result: { checks: expect.arrayContaining([busFailed]) },
    })
  })

  test('an empty address of the bus is no address, as it is for the keyring’s library', async ({ computer }) => {
    const bus = await SecretService.start({ service: false })
    const folder = await mkdtemp(join(tmpdir(), 'runtime-'))
    await symlink(/path=([^,]+)/.exec(bus.address)?.[1] ?? '', join(folder, 'bus'))
    computer.extraEnv = { DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: folder }
    expect(await runForJson(computer, ['doctor'])).toMatchObject({
      exitCode: 6,
      result: { checks: expect.arrayContaining([busFailed]) },
    })
    await bus.stop()
    await rm(folder, { recursive: true })
  })
})

test.describe('with a locked keyring', () => {
  test.use({ keyringState: 'locked' })

  test('a prompt that nobody answers stops neither Fleep nor quitting', async ({ computer }) => {
    const prompter = await Prompter.start(computer.keyring?.address ?? '', SecretService.password)
    const page = await computer.start()
    await signIn(page, liis)
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
    await prompter.untilOpen()
    await openThisApp(page)
    await page.getByRole('button', { name: 'Check…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Password storage' })
    await expect(dialog.getByRole('status')).toContainText('Your system may be asking for a password.')
    expect(prompter.shown).toBe(1)
    prompter.answerOpen('accept')
    await expect(dialog.getByRole('status')).toHaveText('The keyring works.')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await computer.waitForStoredSession()
    // Another prompt is open when the app quits.
    await computer.keyring?.lock()
    await page.getByRole('button', { name: 'Check…' }).click()
    await prompter.untilOpen()
    await computer.quit()
    await prompter.stop()
  })
})
