import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { KeychainStep } from '../../contract/keychain-check'
import { checkKeychain } from '../../main/keychain/check-keychain'
import { desktopOf, explainFailure } from '../../main/keychain/keychain-advice'
import { keychainProblem } from '../../main/keychain/keychain-errors'
import { Prompter } from './prompter'
import { SecretService } from './secret-service'

const service = 'Fleep Settings test'

describe.runIf(process.platform === 'linux')('the check of the keychain', () => {
  let keyring: SecretService
  let prompter: Prompter
  let steps: KeychainStep[] = []
  const check = (timeout?: number) => {
    steps = []
    return checkKeychain(service, (step) => steps.push(step), timeout)
  }

  beforeAll(async () => {
    keyring = await SecretService.start({ empty: true })
    prompter = await Prompter.start(keyring.address, SecretService.password)
  })
  beforeEach(() => {
    for (const [name, value] of Object.entries(keyring.env)) vi.stubEnv(name, value)
    vi.stubEnv('XDG_CURRENT_DESKTOP', 'ubuntu:GNOME')
    prompter.otherwise = 'cancel'
  })
  afterEach(() => vi.unstubAllEnvs())
  afterAll(async () => {
    await prompter.stop()
    await keyring.stop()
  })

  test('no bus', async () => {
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent/bus')
    expect(await check()).toMatchObject({
      step: 'bus',
      message: 'This app can’t reach the services of your desktop (D-Bus).',
      systemMessage: expect.stringContaining('ENOENT'),
    })
    expect(steps).toEqual(['bus'])
  })

  test.each([
    ['ubuntu:GNOME', 'Install the package gnome-keyring.'],
    ['KDE', 'Install the package kwalletmanager'],
    ['sway', 'KeePassXC'],
  ])('no service, on the desktop %s', async (desktop, advice) => {
    const bus = await SecretService.start({ service: false })
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', bus.address)
    vi.stubEnv('XDG_CURRENT_DESKTOP', desktop)
    expect(await check()).toMatchObject({ step: 'service', advice: expect.stringContaining(advice) })
    expect(steps).toEqual(['bus', 'service'])
    await bus.stop()
  })

  test('no collection, created, locked, unlocked', async () => {
    expect(await check()).toMatchObject({
      step: 'collection',
      message: 'The keyring doesn’t exist yet, and it wasn’t created.',
      advice: expect.stringContaining('Passwords and Keys'),
      systemMessage: null,
    })
    prompter.otherwise = 'accept'
    expect(await check()).toBeNull()
    expect(steps).toEqual(['bus', 'service', 'collection', 'unlock', 'write', 'read', 'remove'])
    await keyring.lockAll()
    prompter.otherwise = 'cancel'
    expect(await check()).toMatchObject({ step: 'unlock', message: 'The keyring is locked.' })
    prompter.otherwise = 'accept'
    expect(await check()).toBeNull()
    expect(await keyring.secretsOf(service)).toEqual([])
  })

  test('a prompt that waits is named, and the entry is removed also when it is answered later', async () => {
    await keyring.lockAll()
    prompter.otherwise = 'ignore'
    expect(await check(200)).toMatchObject({
      step: 'unlock',
      message: 'The keyring didn’t respond.',
      advice: expect.stringContaining('asking for a password'),
    })
    // Another check finds the prompt of the first one open, and opens no second.
    expect(await check(200)).toMatchObject({ step: 'collection', advice: expect.stringContaining('asking') })
    expect(prompter.openCount).toBe(1)
    prompter.answerOpen('accept')
    expect(await check()).toBeNull()
    expect(await keyring.secretsOf(service)).toEqual([])
  })
})

test('what keytar reports is explained', () => {
  const library = new Error('Failed to load keytar native addon, checked ["../build/Release"]')
  expect(explainFailure('write', library, 'GNOME')).toMatchObject({ advice: expect.stringContaining('libsecret') })
  expect(explainFailure('read', keychainProblem('denied'), 'KDE').advice).toContain('Allow Fleep Settings')
  expect(explainFailure('unlock', keychainProblem('locked'), 'KDE').advice).toContain('KWalletManager')
})

test.each([
  ['ubuntu:GNOME', 'gnome'],
  ['X-Cinnamon', 'gnome'],
  ['XFCE', 'gnome'],
  ['KDE', 'kde'],
  ['sway', 'other'],
  ['', 'other'],
])('the desktop %j counts as %s', (named, desktop) => expect(desktopOf(named)).toBe(desktop))
