import { expect, test } from 'vitest'
import type { Account } from '../../contract'
import { accountSettings, defaultsOf, settingsOf } from '../../contract/settings'
import { readSettings, settingInputs } from '../../main/fleep/setting-records'

const known = defaultsOf(accountSettings)

test('each setting has its own API field and its own name on the command line', () => {
  const all = Object.values(accountSettings)
  expect(new Set(all.map(({ record }) => record)).size).toBe(all.length)
  expect(new Set(all.map(({ cli }) => cli)).size).toBe(all.length)
})

test('the defaults are those of a new account', () => {
  expect(known).toEqual({
    displayName: '',
    phoneNumber: '',
    emailInterval: null,
    fullPrivacy: false,
    automute: true,
    newsletter: true,
  })
})

test('a record changes the settings that it has; missing and null fields stay', () => {
  expect(readSettings({ account_id: 'x' }, known)).toEqual(known)
  expect(readSettings({ display_name: null, is_newsletter_disabled: null }, known)).toEqual(known)
  expect(readSettings({ display_name: 'Liis', is_newsletter_disabled: true, is_full_privacy: true }, known)).toEqual({
    ...known,
    displayName: 'Liis',
    newsletter: false,
    fullPrivacy: true,
  })
})

test.each([
  ['hourly', 'hourly'],
  ['default', 'hourly'],
  ['never', 'never'],
  ['weekly', null],
])('the server’s interval %s is %s here', (sent, interval) => {
  const daily = { ...known, emailInterval: 'daily' } as const
  expect(readSettings({ mk_email_interval: sent }, daily).emailInterval).toBe(interval)
})

test('an empty interval changes nothing', () => {
  const daily = { ...known, emailInterval: 'daily' } as const
  expect(readSettings({ mk_email_interval: '' }, daily).emailInterval).toBe('daily')
})

test('changes become the inputs of account/configure, and only those that are given', () => {
  expect(settingInputs({})).toEqual({})
  expect(settingInputs({ newsletter: true, emailInterval: 'never', phoneNumber: '' })).toEqual({
    is_newsletter_disabled: false,
    email_interval: 'never',
    phone_nr: '',
  })
})

test('the settings of an account are apart from the rest of it', () => {
  const account: Account = {
    ...known,
    displayName: 'Liis',
    id: 'x',
    email: 'liis@meadow.example',
    fleepAddress: null,
    hasPassword: true,
    clientSettings: {},
    flags: [],
    avatar: null,
  }
  expect(settingsOf(account)).toEqual({ ...known, displayName: 'Liis' })
})
