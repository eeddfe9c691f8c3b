import { expect, test } from 'vitest'
import { accountSettings, defaultsOf } from '../../contract/settings'
import { readSettings, settingInputs } from '../../main/fleep/setting-records'

const known = defaultsOf(accountSettings)

test('a record changes the settings that it contains; missing and null fields change nothing', () => {
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
])('the interval %s is read as %s', (sent, interval) => {
  const daily = { ...known, emailInterval: 'daily' } as const
  expect(readSettings({ mk_email_interval: sent }, daily).emailInterval).toBe(interval)
})

test('an empty interval changes nothing', () => {
  const daily = { ...known, emailInterval: 'daily' } as const
  expect(readSettings({ mk_email_interval: '' }, daily).emailInterval).toBe('daily')
})

test.each([
  [0, 'off'],
  [1, 'on'],
  ['0', 'off'],
  ['1', 'on'],
  [8, null],
  ['', null],
])('the sleep interval %j is read as %s', (sent, mode) => {
  expect(readSettings({ sleep_interval: sent }, known).sleepMode).toBe(mode)
})

test('settingInputs converts only the given changes to the inputs of account/configure and event/store', () => {
  expect(settingInputs({})).toEqual({ inputs: {}, events: [] })
  expect(settingInputs({ newsletter: true, emailInterval: 'never', phoneNumber: '', sleepMode: 'off' })).toEqual({
    inputs: { is_newsletter_disabled: false, email_interval: 'never', phone_nr: '' },
    events: [{ type: 'urn:fleep:client:account:set_sleep_interval', params: { sleep_interval: 0 } }],
  })
})
