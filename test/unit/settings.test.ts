import { expect, test } from 'vitest'
import type { Account } from '../../contract'
import { appSettingNames, appSettings } from '../../contract/app-settings'
import { accountSettingList, accountSettings, defaultsOf, type Setting, settingsOf } from '../../contract/settings'
import { unknownFacts } from '../../main/fleep/account-facts'
import { en } from '../../texts/en'

const defaults = defaultsOf(accountSettings)

test('each setting has a unique API field and a unique name on the command line', () => {
  const all = Object.values(accountSettings)
  expect(new Set(all.map(({ record }) => record)).size).toBe(all.length)
  expect(new Set(all.map(({ cli }) => cli)).size).toBe(all.length)
})

test('the defaults are those of a new account, and null where its record may tell none', () => {
  expect(defaults).toMatchObject({
    displayName: '',
    phoneNumber: '',
    emailInterval: null,
    fullPrivacy: false,
    automute: true,
    newsletter: null,
  })
})

test('settingsOf returns only the settings of an account', () => {
  const account: Account = {
    ...defaults,
    displayName: 'Liis',
    id: 'x',
    email: 'liis@meadow.example',
    fleepAddress: null,
    hasPassword: true,
    clientSettings: {},
    flags: [],
    avatar: null,
    facts: unknownFacts,
  }
  expect(settingsOf(account)).toEqual({ ...defaults, displayName: 'Liis' })
})

/** `npx vitest run test/unit/settings.test.ts --update` updates the page. */
test('docs/settings.md lists every setting', async () => {
  const account = accountSettingList().map((setting) => {
    const { name, group, record, input, cli, tray } = setting
    const field = input ? `\`${record}\`, changed as \`${input}\`` : `\`${record}\``
    return [en[`setting.${name}`], valuesOf(setting), `Account, ${group}`, field, `\`${cli}\``, tray ? 'yes' : '']
  })
  const own = appSettingNames.map((name) => {
    const { storage } = appSettings[name]
    return [en[`setting.${name}`], valuesOf(appSettings[name]), 'This app', storage, '', '']
  })
  const rows = [...account, ...own].map((cells) => `| ${cells.join(' | ')} |`)
  await expect(`${head}\n${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/settings.md')
})

const head = `# Settings

Made from contract/settings.ts and contract/app-settings.ts.

| setting | values | where | API field, or where the app stores it | command line | tray |
| --- | --- | --- | --- | --- | --- |`

function valuesOf(setting: Setting): string {
  if (setting.kind === 'switch') {
    return setting.default === null
      ? 'on, off; may be unknown'
      : `on, off; ${setting.default ? 'on' : 'off'} by default`
  }
  return setting.kind === 'choice' ? setting.options.join(', ') : `text, up to ${setting.maxLength} characters`
}
