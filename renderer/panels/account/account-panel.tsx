import { type Account, type CommandInput, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { AfterPaint } from '../../ui/after-paint'
import { ChoiceSetting } from '../../ui/choice-setting'
import { SettingGroup } from '../../ui/setting-row'
import { SwitchSetting } from '../../ui/switch-setting'
import { TextSetting } from '../../ui/text-setting'
import { AddressGroup } from '../addresses/address-group'
import { AppSettingsGroup } from '../app/app-settings'
import { LinksRow } from '../links/links-row'
import { Advanced } from './advanced'
import { emailIntervalOptions } from './email-intervals'
import { FleepAddress } from './fleep-address'
import { Password } from './password'

/** The settings of the account, and of this app. Each change is saved immediately. */
export function AccountPanel() {
  const account = state.account.value
  return (
    <>
      <h1>{text('panel.account')}</h1>
      {account ? <AccountSettings account={account} /> : <Loading />}
    </>
  )
}

const change = (changes: CommandInput<'account.change'>) => run('account.change', changes)

function AccountSettings({ account }: { account: Account }) {
  return (
    <>
      <SettingGroup title={text('account.profile')}>
        <TextSetting
          id="displayName"
          label={text('setting.displayName')}
          help={text('setting.displayName.help')}
          value={account.displayName}
          change={(displayName) => change({ displayName })}
        />
        <TextSetting
          id="phoneNumber"
          label={text('setting.phoneNumber')}
          help={text('setting.phoneNumber.help')}
          inputMode="tel"
          placeholder={text('common.none')}
          value={account.phoneNumber}
          change={(phoneNumber) => change({ phoneNumber })}
        />
        <FleepAddress />
      </SettingGroup>
      <AddressGroup />
      <AfterPaint>
        <BelowFirstScreen account={account} />
      </AfterPaint>
    </>
  )
}

function BelowFirstScreen({ account }: { account: Account }) {
  return (
    <>
      <SettingGroup title={text('account.email')}>
        <ChoiceSetting
          id="emailInterval"
          label={text('setting.emailInterval')}
          help={text('setting.emailInterval.help')}
          value={account.emailInterval}
          options={emailIntervalOptions()}
          change={(emailInterval) => change({ emailInterval })}
        />
        <SwitchSetting
          id="automute"
          label={text('setting.automute')}
          help={text('setting.automute.help')}
          value={account.automute}
          change={(automute) => change({ automute })}
        />
        <SwitchSetting
          id="newsletter"
          label={text('setting.newsletter')}
          help={text('setting.newsletter.help')}
          value={account.newsletter}
          change={(newsletter) => change({ newsletter })}
        />
        <LinksRow />
      </SettingGroup>
      <SettingGroup title={text('account.privacy')}>
        <SwitchSetting
          id="fullPrivacy"
          label={text('setting.fullPrivacy')}
          help={text('setting.fullPrivacy.help')}
          value={account.fullPrivacy}
          change={(fullPrivacy) => change({ fullPrivacy })}
        />
      </SettingGroup>
      <SettingGroup title={text('account.security')}>
        <Password />
      </SettingGroup>
      <AppSettingsGroup />
      <Advanced />
    </>
  )
}

function Loading() {
  return (
    <div class="card empty">
      {state.connection.value.online ? (
        <p class="late" role="status">
          {text('account.loading')}
        </p>
      ) : (
        <p>{text('account.waiting', { host: new URL(state.server.value).host })}</p>
      )}
    </div>
  )
}
