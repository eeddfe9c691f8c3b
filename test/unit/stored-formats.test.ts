import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PreferencesFile } from '../../main/features/app/preferences-file'
import { parseProfile } from '../../main/features/profiles/profile-file'
import { KnownSessionFile } from '../../main/features/session/known-session-file'
import { bindMailPassword, readMailPassword } from '../../main/keychain/mail-password-item'
import { readSession } from '../../main/keychain/session-item'
import { MemoryKeychain } from '../keychain/memory-keychain'

/** What version 0.1.0 has written on users' computers. A change of a name here would lose it. */
const preferences = {
  stayInTray: false,
  toldOfTray: true,
  toldOfBasics: true,
  startHidden: false,
  declinedUpdate: '0.2.0',
  language: 'et',
  place: { x: 10, y: 20, width: 900, height: 700, isMaximized: false },
}
const knownSession = {
  server: 'https://fleep.io',
  email: 'liis@meadow.example',
  accountId: 'a1',
  mailPasswords: [{ server: 'https://fleep.io', accountId: 'a1', smtpId: 's1' }],
}
const profile = {
  format: 'fleep-settings-profile',
  version: 1,
  of: 'liis@meadow.example',
  settings: {
    displayName: 'Liis Tamm',
    phoneNumber: '',
    emailInterval: 'daily',
    fullPrivacy: false,
    newsletter: true,
    automute: true,
    clientSettings: { theme: 'dark' },
    flags: ['emoticons_old'],
    mailServers: [
      {
        address: 'liis@meadow.example',
        username: 'liis',
        host: 'smtp.meadow.example',
        port: null,
        encryption: 'starttls',
        isDefault: true,
      },
    ],
  },
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'formats-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('reads the preferences of version 0.1.0', () => {
  writeFileSync(join(folder, 'preferences.json'), JSON.stringify({ version: 1, ...preferences }))
  expect(new PreferencesFile(folder).read()).toEqual(preferences)
})

test('reads the known session of version 0.1.0', () => {
  writeFileSync(join(folder, 'remembered.json'), JSON.stringify({ version: 1, ...knownSession }))
  expect(new KnownSessionFile(join(folder, 'remembered.json')).read()).toEqual({
    ...knownSession,
    sessions: [],
    passwordsToForget: [],
    failedMailServers: [],
  })
})

test('reads a settings file of version 0.1.0', () => {
  expect(parseProfile(new TextEncoder().encode(JSON.stringify(profile)))).toEqual(profile)
})

test('reads the keychain items of version 0.1.0', async () => {
  const keychain = new MemoryKeychain()
  keychain.items.set('a1 at https://fleep.io', '{"version":1,"ticket":"t","tokenId":"c"}')
  keychain.items.set('s1 of a1 at https://fleep.io', '{"version":1,"password":"secret"}')
  expect(await readSession(keychain, 'https://fleep.io', 'a1')).toEqual({ ticket: 't', tokenId: 'c' })
  const key = { server: 'https://fleep.io', accountId: 'a1', smtpId: 's1' }
  const place = { address: 'a@b', host: 'mail.b', port: 465, encryption: 'tls', username: 'a' } as const
  // Such an item does not say where its password may be sent, so it cannot be used before it does.
  expect(await readMailPassword(keychain, key, place)).toEqual({ kind: 'unbound' })
  expect(await bindMailPassword(keychain, key, place)).toBe(true)
  expect(await readMailPassword(keychain, key, place)).toEqual({ kind: 'usable', password: 'secret' })
})

test('reads a mail password with its place, which does not change any more', async () => {
  const keychain = new MemoryKeychain()
  const place = { address: 'a@b', host: 'mail.b', port: 465, encryption: 'tls', username: 'a' } as const
  const written = JSON.stringify({ version: 1, password: 'secret', place })
  keychain.items.set('s1 of a1 at https://fleep.io', written)
  const key = { server: 'https://fleep.io', accountId: 'a1', smtpId: 's1' }
  expect(await bindMailPassword(keychain, key, { ...place, host: 'elsewhere.b' })).toBe(true)
  expect(keychain.items.get('s1 of a1 at https://fleep.io')).toBe(written)
  expect(await readMailPassword(keychain, key, place)).toEqual({ kind: 'usable', password: 'secret' })
  expect(await readMailPassword(keychain, key, null)).toEqual({ kind: 'other-settings' })
})

test.each([null, 7, {}, { address: 'a@b', host: 'mail.b' }, { ...{ address: 'a@b', host: 'mail.b', port: '465' } }])(
  'a mail password with the place %j is never used',
  async (broken) => {
    const keychain = new MemoryKeychain()
    const name = 's1 of a1 at https://fleep.io'
    keychain.items.set(name, JSON.stringify({ version: 1, password: 'secret', place: broken }))
    const key = { server: 'https://fleep.io', accountId: 'a1', smtpId: 's1' }
    const place = { address: 'a@b', host: 'mail.b', port: 465, encryption: 'tls', username: 'a' } as const
    expect(await bindMailPassword(keychain, key, place)).toBe(false)
    expect(await readMailPassword(keychain, key, place)).toEqual({ kind: 'other-settings' })
  },
)
