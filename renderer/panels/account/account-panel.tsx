import { type Account, type AppState, type CommandInput, run } from '../../bridge'
import { text } from '../../text'
import { AfterPaint } from '../../ui/after-paint'
import { ChoiceSetting } from '../../ui/choice-setting'
import { SettingGroup } from '../../ui/setting-row'
import { SwitchSetting } from '../../ui/switch-setting'
import { TextSetting } from '../../ui/text-setting'
import { Addresses } from '../addresses/addresses'
import { AppSettingsGroup } from '../app/app-settings'
import { LinksRow } from '../links/links-row'
import { Advanced } from './advanced'
import { emailIntervalOptions } from './email-intervals'
import { FleepAddress } from './fleep-address'
import { Password } from './password'

/**
 * The person wants to change one thing about their account and see that it holds; when it does not, they see why beside
 * that very setting, with what they typed still there.
 */
export function AccountPanel({ state }: { state: AppState }) {
  return (
    <>
      <h1>{text('panel.account')}</h1>
      {state.account ? <AccountSettings account={state.account} state={state} /> : <Loading state={state} />}
    </>
  )
}

const change = (changes: CommandInput<'account.change'>) => run('account.change', changes)

function AccountSettings({ account, state }: { account: Account; state: AppState }) {
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
        <FleepAddress address={account.fleepAddress} />
      </SettingGroup>
      <Addresses state={state} account={account} />
      <AfterPaint>
        <Below account={account} state={state} />
      </AfterPaint>
    </>
  )
}

function Below({ account, state }: { account: Account; state: AppState }) {
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
        <LinksRow server={state.server} />
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
        <Password hasPassword={account.hasPassword} />
      </SettingGroup>
      <AppSettingsGroup appSettings={state.appSettings} update={state.update} />
      <Advanced account={account} />
    </>
  )
}

function Loading({ state }: { state: AppState }) {
  return (
    <div class="card empty">
      {state.connection.online ? (
        <p class="late" role="status">
          {text('account.loading')}
        </p>
      ) : (
        <p>{text('account.waiting', { host: new URL(state.server).host })}</p>
      )}
    </div>
  )
}
