import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededPeople } from '../fleep-server/accounts'
import { type RunningApp, startApp } from './start-app'

const [liis] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(() => app.stop())

const account = () => app.fleep.state.accountByLogin('liis')

/** Opens a file with these settings and makes these changes. */
async function apply(settings: object, fields: string[]) {
  const file = {
    format: 'fleep-settings-profile',
    version: 1,
    of: liis?.email,
    settings: {
      clientSettings: account()?.clientSettings,
      flags: [...(account()?.flags ?? [])],
      mailServers: [],
      ...settings,
    },
  }
  app.dialogs.openedFile = { name: 'team.json', bytes: new TextEncoder().encode(JSON.stringify(file)) }
  expect(await app.runner.run('profiles.open', {})).toMatchObject({ ok: true })
  return app.runner.run('profiles.apply', { fields, passwords: {} })
}

test('a name that nobody can see is refused, and nothing is changed', async () => {
  const { own } = account() ?? {}
  const before = structuredClone(own)
  expect(await apply({ displayName: '\u200b', newsletter: false }, ['displayName', 'newsletter'])).toMatchObject({
    ok: false,
    error: { code: 'invalid-input', field: 'displayName' },
  })
  expect(account()?.displayName).toBe(liis?.displayName)
  expect(own).toEqual(before)
})

test('a phone number is cleaned as a typed one is', async () => {
  expect(await apply({ phoneNumber: ' +372\u200b 5555 ' }, ['phoneNumber'])).toMatchObject({ ok: true })
  expect(account()?.own.phone_nr).toBe('+372 5555')
})

test('Undo restores what Fleep had stored, as it was', async () => {
  const found = account()
  if (found) found.displayName = ' Liis\u200b '
  expect(await apply({ displayName: 'Somebody' }, ['displayName'])).toMatchObject({ ok: true })
  expect(account()?.displayName).toBe('Somebody')
  expect(await app.runner.run('profiles.undo', {})).toMatchObject({ ok: true })
  expect(account()?.displayName).toBe(' Liis\u200b ')
})
