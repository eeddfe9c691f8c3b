import { describe, expect, test } from 'vitest'
import type { ProfileChange } from '../../contract'
import { accountSettings, defaultsOf } from '../../contract/settings'
import { differencesOf } from '../../main/features/profiles/differences'
import type { MailServerSettings, Profile } from '../../main/features/profiles/profile-file'

type Settings = Profile['settings']

const nothing: Settings = {
  ...defaultsOf(accountSettings),
  displayName: 'Liis Tamm',
  emailInterval: 'hourly',
  clientSettings: {},
  flags: [],
  mailServers: [],
}

const mailServer: MailServerSettings = {
  address: 'liis@meadow.example',
  username: 'liis',
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
  isDefault: false,
}

/** The changes from `now` to `wanted`. Each is given by what differs from an empty profile. */
function changes(now: Partial<Settings>, wanted: Partial<Settings>): ProfileChange[] {
  return differencesOf({ ...nothing, ...wanted }, { ...nothing, ...now })
}

const servers = (...list: Partial<MailServerSettings>[]) => ({
  mailServers: list.map((special) => ({ ...mailServer, ...special })),
})

test('equal profiles have no differences', () => {
  const settings = { clientSettings: { a: { b: [1] } }, flags: ['x'], ...servers({ isDefault: true }) }
  expect(changes(settings, structuredClone(settings))).toEqual([])
})

test.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])(
  'a client setting named %s is like any other',
  (name) => {
    const clientSettings = JSON.parse(`{"${name}":1}`)
    const change = { kind: 'clientSetting', name, needsPassword: false }
    expect(changes({}, { clientSettings })).toEqual([{ ...change, from: null, to: 1 }])
    expect(changes({ clientSettings }, {})).toEqual([{ ...change, from: 1, to: null }])
    expect(changes({ clientSettings }, { clientSettings })).toEqual([])
  },
)

test('changes of the account come first and those of mail servers last', () => {
  const wanted = { displayName: 'Liis', clientSettings: { a: 1 }, flags: ['x'], ...servers({ isDefault: true }) }
  const kinds = changes({}, wanted).map(({ kind }) => kind)
  expect(kinds).toEqual(['displayName', 'clientSetting', 'flag', 'mailServer', 'defaultMailServer'])
})

describe('a setting of the account', () => {
  test('gives one change with both values, in the order of the declarations', () => {
    expect(
      changes({ newsletter: true }, { newsletter: false, displayName: 'Liis', phoneNumber: '+372 5000 000' }),
    ).toEqual([
      { kind: 'displayName', name: null, from: 'Liis Tamm', to: 'Liis', needsPassword: false },
      { kind: 'phoneNumber', name: null, from: '', to: '+372 5000 000', needsPassword: false },
      { kind: 'newsletter', name: null, from: true, to: false, needsPassword: false },
    ])
  })

  test('gives no change if the file has no value or an unknown choice', () => {
    expect(changes({}, { displayName: undefined, automute: undefined, emailInterval: null })).toEqual([])
  })

  test('gives a change from an unknown choice', () => {
    expect(changes({ emailInterval: null }, { emailInterval: 'daily' })).toMatchObject([{ from: null, to: 'daily' }])
  })
})

describe('a setting of another Fleep app', () => {
  test('is compared by value and sorted by name; a missing one is null', () => {
    const now = { same: { a: 1, b: [2] }, removed: true, changed: [1, 2] }
    const wanted = { same: { b: [2], a: 1 }, changed: [2, 1], added: 'x' }
    expect(changes({ clientSettings: now }, { clientSettings: wanted })).toEqual([
      { kind: 'clientSetting', name: 'added', from: null, to: 'x', needsPassword: false },
      { kind: 'clientSetting', name: 'changed', from: [1, 2], to: [2, 1], needsPassword: false },
      { kind: 'clientSetting', name: 'removed', from: true, to: null, needsPassword: false },
    ])
  })
})

describe('a flag', () => {
  test('is set or removed in any order of the lists', () => {
    expect(changes({ flags: ['kept', 'removed'] }, { flags: ['added', 'kept'] })).toEqual([
      { kind: 'flag', name: 'added', from: false, to: true, needsPassword: false },
      { kind: 'flag', name: 'removed', from: true, to: false, needsPassword: false },
    ])
  })
})

describe('a mail server', () => {
  test('is added if the account does not have it, which needs its password', () => {
    const [change, ...others] = changes({}, servers({}))
    expect(change).toEqual({
      kind: 'mailServer',
      name: 'liis@meadow.example',
      from: null,
      to: 'liis at mail.meadow.example:465, TLS',
      needsPassword: true,
    })
    expect(others).toEqual([])
  })

  test('stays if the file does not have it', () => {
    expect(changes(servers({}), {})).toEqual([])
  })

  test('is identified by its address', () => {
    const now = servers({ address: 'other@meadow.example', host: 'other.meadow.example' }, {})
    expect(changes(now, servers({ port: 8465 }))).toMatchObject([
      { name: 'liis@meadow.example', from: 'liis at mail.meadow.example:465, TLS' },
    ])
  })

  test.each([
    ['host', { host: 'smtp.meadow.example' }, 'liis at smtp.meadow.example:465, TLS'],
    ['port', { port: null }, 'liis at mail.meadow.example, TLS'],
    ['user name', { username: 'tamm' }, 'tamm at mail.meadow.example:465, TLS'],
    ['encryption', { encryption: 'starttls' as const }, 'liis at mail.meadow.example:465, STARTTLS'],
    ['encryption', { encryption: null }, 'liis at mail.meadow.example:465'],
  ])('is changed for another %s, which needs the password', (_name, special, to) => {
    expect(changes(servers({}), servers(special))).toMatchObject([{ to, needsPassword: true }])
  })

  describe('of which an address has several', () => {
    test('is no change if the account has all that the file has', () => {
      expect(changes(servers({ port: 8465 }, {}), servers({}, { port: 8465 }))).toEqual([])
      expect(changes(servers({ port: 8465 }, {}), servers({}))).toEqual([])
    })

    test('is the one that has no equal', () => {
      const from = 'liis at mail.meadow.example:8465, TLS'
      const to = 'liis at mail.meadow.example:2525, TLS'
      expect(changes(servers({}, { port: 8465 }), servers({}, { port: 2525 }))).toMatchObject([{ from, to }])
      expect(changes(servers({}), servers({}, { port: 2525 }))).toMatchObject([{ from: null, to }])
    })

    test('is shown with all that may be meant', () => {
      const evil = { host: 'collect.evil.example' }
      expect(changes(servers({}, { port: 587 }), servers({ port: 8465 }, evil))).toEqual([
        {
          kind: 'mailServer',
          name: 'liis@meadow.example',
          from: 'liis at mail.meadow.example:465, TLS; liis at mail.meadow.example:587, TLS',
          to: 'liis at mail.meadow.example:8465, TLS; liis at collect.evil.example:465, TLS',
          needsPassword: true,
        },
      ])
    })
  })
})

describe('the default mail server', () => {
  const other = { address: 'tamm@harbour.example' }

  test('is changed last, from one address to another', () => {
    const now = servers({ isDefault: true }, other)
    expect(changes(now, servers({ port: 8465 }, { ...other, isDefault: true }))).toMatchObject([
      { kind: 'mailServer' },
      { kind: 'defaultMailServer', name: null, from: 'liis@meadow.example', to: 'tamm@harbour.example' },
    ])
  })

  test('is set if there was none, and stays if the file has none', () => {
    expect(changes(servers({}), servers({ isDefault: true }))).toMatchObject([
      { kind: 'defaultMailServer', from: null, to: 'liis@meadow.example' },
    ])
    expect(changes(servers({ isDefault: true }), servers({}))).toEqual([])
  })

  test('is named by its settings too if its address has several', () => {
    const now = servers({ isDefault: true }, { port: 8465 })
    expect(changes(now, servers({}, { port: 8465, isDefault: true }))).toEqual([
      {
        kind: 'defaultMailServer',
        name: null,
        from: 'liis@meadow.example, liis at mail.meadow.example:465, TLS',
        to: 'liis@meadow.example, liis at mail.meadow.example:8465, TLS',
        needsPassword: false,
      },
    ])
    expect(changes(now, servers({ isDefault: true }))).toEqual([])
  })
})
