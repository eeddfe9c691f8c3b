import { type Account, type AppState, type CommandInput, run } from '../../bridge'
import { ChoiceSetting } from '../../ui/choice-setting'
import { SettingGroup } from '../../ui/setting-row'
import { SwitchSetting } from '../../ui/switch-setting'
import { TextSetting } from '../../ui/text-setting'
import { LinksRow } from '../links/links-row'
import { Addresses } from './addresses'
import { Advanced } from './advanced'
import { emailIntervalOptions } from './email-intervals'
import { FleepAddress } from './fleep-address'
import { Password } from './password'
import { ThisApp } from './this-app'

/**
 * The person wants to change one thing about their account and see that it holds; when it does not, they see why beside
 * that very setting, with what they typed still there.
 */
export function AccountPanel({ state }: { state: AppState }) {
  return (
    <>
      <h1>Account</h1>
      {state.account ? <AccountSettings account={state.account} state={state} /> : <Loading state={state} />}
    </>
  )
}

const change = (changes: CommandInput<'account.change'>) => run('account.change', changes)

function AccountSettings({ account, state }: { account: Account; state: AppState }) {
  return (
    <>
      <SettingGroup title="Profile">
        <TextSetting
          id="displayName"
          label="Name"
          help="Shown to everyone you talk to."
          value={account.displayName}
          change={(displayName) => change({ displayName })}
        />
        <TextSetting
          id="phoneNumber"
          label="Phone number"
          help="People who have you in their contacts may see it."
          inputMode="tel"
          placeholder="None"
          value={account.phoneNumber}
          change={(phoneNumber) => change({ phoneNumber })}
        />
        <FleepAddress address={account.fleepAddress} />
      </SettingGroup>
      <Addresses state={state} account={account} />
      <SettingGroup title="Email">
        <ChoiceSetting
          id="emailInterval"
          label="Email notifications"
          help="A summary of messages that you have not read."
          value={account.emailInterval}
          options={emailIntervalOptions}
          change={(emailInterval) => change({ emailInterval })}
        />
        <SwitchSetting
          id="automute"
          label="Mute mail from new senders"
          help="Conversations that begin with mail from somebody new make no noise."
          value={account.automute}
          change={(automute) => change({ automute })}
        />
        <SwitchSetting
          id="newsletter"
          label="Newsletter"
          help="News about Fleep, now and then."
          value={account.newsletter}
          change={(newsletter) => change({ newsletter })}
        />
        <LinksRow server={state.server} />
      </SettingGroup>
      <SettingGroup title="Privacy">
        <SwitchSetting
          id="fullPrivacy"
          label="Full privacy"
          help="People no longer see when you read or write, and you no longer see it of them."
          value={account.fullPrivacy}
          change={(fullPrivacy) => change({ fullPrivacy })}
        />
      </SettingGroup>
      <SettingGroup title="Security">
        <Password hasPassword={account.hasPassword} />
      </SettingGroup>
      <ThisApp thisApp={state.thisApp} update={state.update} />
      <Advanced account={account} />
    </>
  )
}

function Loading({ state }: { state: AppState }) {
  return (
    <div class="card empty">
      {state.connection.online ? (
        <p class="late" role="status">
          Loading your account…
        </p>
      ) : (
        <p>Your settings will show here as soon as {new URL(state.server).host} can be reached.</p>
      )}
    </div>
  )
}
