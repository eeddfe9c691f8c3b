import { expect, test } from 'vitest'
import type { Account } from '../../contract'
import { appSettingNames, appSettings } from '../../contract/app-settings'
import { accountSettingList, accountSettings, defaultsOf, type Setting, settingsOf } from '../../contract/settings'
import { readSettings, settingInputs } from '../../main/fleep/setting-records'
import { en } from '../../texts/en'

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

/** `npx vitest run test/unit/settings.test.ts --update` writes the page. */
test('docs/settings.md lists every setting', async () => {
  const account = accountSettingList().map((setting) => {
    const { name, group, record, input, cli, tray } = setting
    const field = input ? `\`${record}\`, changed as \`${input}\`` : `\`${record}\``
    return [en[`setting.${name}`], valuesOf(setting), `Account, ${group}`, field, `\`${cli}\``, tray ? 'yes' : '']
  })
  const own = appSettingNames.map((name) => {
    const { storage } = appSettings[name]
    return [en[`setting.${name}`], valuesOf(appSettings[name]), 'Account, this app', storage, '', '']
  })
  const rows = [...account, ...own].map((cells) => `| ${cells.join(' | ')} |`)
  await expect(`${head}\n${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/settings.md')
})

const head = `# Settings

Made from contract/settings.ts and contract/app-settings.ts.

| setting | values | where | API field, or where the app stores it | command line | tray |
| --- | --- | --- | --- | --- | --- |`

function valuesOf(setting: Setting): string {
  if (setting.kind === 'switch') return `on, off; ${setting.default ? 'on' : 'off'} by default`
  return setting.kind === 'choice' ? setting.options.join(', ') : `text, up to ${setting.maxLength} characters`
}
