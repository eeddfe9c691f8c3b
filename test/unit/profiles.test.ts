import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type SmtpRecord, seededPeople } from '../fleep-server/accounts'
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
async function apply(settings: object, fields: string[], passwords: Record<string, string> = {}) {
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
  return app.runner.run('profiles.apply', { fields, passwords })
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

describe('of an address with several mail servers', () => {
  const address = 'liis@meadow.example'
  const record = (smtp_host: string, is_default = false): SmtpRecord => ({
    mk_rec_type: 'smtp',
    smtp_id: smtp_host,
    smtp_address: address,
    smtp_username: 'liis',
    smtp_password: 'a-password',
    smtp_host,
    smtp_port: 465,
    smtp_connection: 'ssl',
    mk_smtp_status: 'smtp_confirmed',
    smtp_status_description: '',
    is_default,
  })
  const server = (host: string, isDefault = false) => {
    return { address, username: 'liis', host, port: 465, encryption: 'tls', isDefault }
  }
  const [one, other, third] = ['one.meadow.example', 'other.meadow.example', 'third.meadow.example'] as const
  const setUp = (...records: SmtpRecord[]) => account()?.smtp.splice(0, Infinity, ...records)
  const hosts = () => account()?.smtp.map(({ smtp_host }) => smtp_host)
  const field = `mailServer:${address}`

  test('a change that may mean either is refused with both, before anything is changed', async () => {
    setUp(record(one), record(other))
    const settings = { displayName: 'Somebody', mailServers: [server(third)] }
    expect(await apply(settings, ['displayName', field], { [field]: 'new' })).toEqual({
      ok: false,
      error: expect.objectContaining({
        code: 'refused',
        field,
        message: `This account has several mail servers for ${address}: liis at ${one}:465, TLS; liis at ${other}:465, TLS. Choose one under Mail servers, and deselect it here.`,
      }),
    })
    expect(hosts()).toEqual([one, other])
    expect(account()?.displayName).toBe(liis?.displayName)
  })

  test('a file with several is refused with all of them', async () => {
    setUp()
    const result = await apply({ mailServers: [server(one), server(other)] }, [field], { [field]: 'new' })
    expect(result).toMatchObject({ ok: false, error: { code: 'refused', field } })
    expect(JSON.stringify(result)).toContain(`${one}:465, TLS; liis at ${other}:465`)
    expect(hosts()).toEqual([])
  })

  test('the one that the file does not have is changed', async () => {
    setUp(record(one), record(other))
    expect(await apply({ mailServers: [server(one), server(third)] }, [field], { [field]: 'new' })).toMatchObject({
      ok: true,
    })
    expect(hosts()).toEqual([one, third])
  })

  test('the one with the settings of the file becomes the default', async () => {
    setUp(record(one, true), record(other))
    const settings = { mailServers: [server(one), server(other, true)] }
    expect(await apply(settings, ['defaultMailServer'])).toMatchObject({ ok: true })
    expect(account()?.smtp.find(({ is_default }) => is_default)?.smtp_host).toBe(other)
    expect(await apply({ mailServers: [server(third, true)] }, ['defaultMailServer'])).toMatchObject({
      ok: false,
      error: { code: 'refused', field: 'defaultMailServer' },
    })
  })
})
