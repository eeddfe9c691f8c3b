import { expect, test } from 'vitest'
import { accountSettings, defaultsOf } from '../../contract/settings'
import { unknownFacts } from '../../main/fleep/account-facts'
import { contactInfo, mergeContact } from '../../main/fleep/records'

const id = '2b1e8a2e-0000-4000-8000-000000000001'
const read = (record: object) => contactInfo.parse({ account_id: id, ...record })

test('a record with only an id gives an account with Fleep’s defaults', () => {
  expect(mergeContact(null, read({}))).toEqual({
    id,
    email: '',
    ...defaultsOf(accountSettings),
    fleepAddress: null,
    hasPassword: true,
    clientSettings: {},
    flags: [],
    avatar: null,
    facts: unknownFacts,
  })
})

test('flags are read from a list or from JSON text', () => {
  for (const client_flags of [['a', 'b'], '["a","b"]']) {
    expect(mergeContact(null, read({ client_flags })).flags).toEqual(['a', 'b'])
  }
  const known = mergeContact(null, read({ client_flags: ['a'] }))
  expect(mergeContact(known, read({})).flags).toEqual(['a'])
  expect(mergeContact(known, read({ client_flags: '[1]' })).flags).toEqual([])
  expect(mergeContact(known, read({ client_flags: 'garbage' })).flags).toEqual(['a'])
})

test('an empty or invalid picture field removes the picture, and a missing field keeps it', () => {
  const avatar_urls = JSON.stringify({ size_50: '/a', size_575: '/b', other: '/c', size_100: 7 })
  const known = mergeContact(null, read({ avatar_urls }), (url) => `picture${url}`)
  expect(known.avatar).toEqual({ 50: 'picture/a', 575: 'picture/b' })
  expect(mergeContact(known, read({})).avatar).toEqual(known.avatar)
  for (const empty of [null, '{}', '', 'garbage', '[]']) {
    expect(mergeContact(known, read({ avatar_urls: empty })).avatar).toBeNull()
  }
})

test('fields that are missing in a partial record stay unchanged', () => {
  const known = mergeContact(null, read({ display_name: 'Liis', phone_nr: '1', is_newsletter_disabled: true }))
  expect(mergeContact(known, read({ phone_nr: '' }))).toEqual({ ...known, phoneNumber: '' })
})

test('a record with another account id replaces the account', () => {
  const known = mergeContact(null, read({ display_name: 'Liis' }))
  expect(mergeContact(known, read({ account_id: 'other' })).displayName).toBe('')
})

test.each([
  ['hourly', 'hourly'],
  ['default', 'hourly'],
  ['daily', 'daily'],
  ['never', 'never'],
  ['weekly', null],
  ['constructor', null],
])('the interval %s is read as %s', (sent, interval) => {
  expect(mergeContact(null, read({ mk_email_interval: sent })).emailInterval).toBe(interval)
})

test.each(['not JSON', '[]', '"text"', '', null])('client settings that are %j are ignored', (json) => {
  const known = mergeContact(null, read({ client_settings: '{"a":1}' }))
  expect(mergeContact(known, read({ client_settings: json })).clientSettings).toEqual({ a: 1 })
})

test('unknown fields are dropped', () => {
  expect(read({ ticket: 'secret', brand_new: 1 })).toEqual({ account_id: id })
})

test('facts about the account are read, and stay unknown until they are sent', () => {
  const first = mergeContact(
    null,
    read({ storage_used_bytes: '5000', organisation_id: null, trial_end_time: 1_600_000_000 }),
  )
  expect(first.facts).toEqual({
    ...unknownFacts,
    storageUsed: 5000,
    isInOrganisation: false,
    organisation: '',
    isOrganisationAdmin: false,
    trialEndsAt: 1_600_000_000_000,
  })
  const joined = { organisation_id: 'meadow', organisation_name: 'Meadow', is_org_admin: true, is_premium: true }
  const second = mergeContact(first, read({ ...joined, connected_email: '', activated_time: 1 }))
  expect(second.facts).toEqual({
    ...first.facts,
    isInOrganisation: true,
    organisation: 'Meadow',
    isOrganisationAdmin: true,
    isPremium: true,
    connectedEmail: '',
    activatedAt: 1000,
  })
  expect(mergeContact(second, read({})).facts).toBe(second.facts)
  expect(mergeContact(second, read({ storage_used_bytes: -1, is_premium: 'maybe' })).facts).toEqual(second.facts)
  expect(mergeContact(second, read({ organisation_id: null })).facts).toMatchObject({
    isInOrganisation: false,
    organisation: '',
  })
})
