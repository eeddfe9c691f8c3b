import { state } from '../../state'
import { text } from '../../text'
import { AfterPaint } from '../../ui/after-paint'
import { SettingGroup } from '../../ui/setting-row'
import { AddressGroup } from '../addresses/address-group'
import { AppSettingsGroup } from '../app/app-settings'
import { LinksRow } from '../links/links-row'
import { AccountSettingRows } from './account-setting-rows'
import { Advanced } from './advanced'
import { FleepAddress } from './fleep-address'
import { Password } from './password'

/** The settings of the account, and of this app. Each change is saved immediately. */
export function AccountPanel() {
  return (
    <>
      <h1>{text('panel.account')}</h1>
      {state.account.value ? <AccountGroups /> : <Loading />}
    </>
  )
}

function AccountGroups() {
  return (
    <>
      <SettingGroup title={text('account.profile')}>
        <AccountSettingRows group="profile" />
        <FleepAddress />
      </SettingGroup>
      <AddressGroup />
      <AfterPaint>
        <GroupsBelowFirstScreen />
      </AfterPaint>
    </>
  )
}

function GroupsBelowFirstScreen() {
  return (
    <>
      <SettingGroup title={text('account.email')}>
        <AccountSettingRows group="email" />
        <LinksRow />
      </SettingGroup>
      <SettingGroup title={text('account.privacy')}>
        <AccountSettingRows group="privacy" />
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
        <p class="delayed" role="status">
          {text('account.loading')}
        </p>
      ) : (
        <p>{text('account.waiting', { host: new URL(state.server.value).host })}</p>
      )}
    </div>
  )
}
