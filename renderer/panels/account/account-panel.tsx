import { state } from '../../state'
import { text } from '../../text'
import { AfterPaint } from '../../ui/after-paint'
import { lazy } from '../../ui/lazy'
import { ListLoading } from '../../ui/list-loading'
import { SettingGroup } from '../../ui/setting-row'
import { LinksRow } from '../links/links-row'
import { AccountSettingRows } from './account-setting-rows'
import { FleepAddress } from './fleep-address'
import { Password } from './password'

const LastGroups = lazy(async () => (await import('./last-groups')).LastGroups)

/** The settings of the account. Each change is saved immediately. */
export function AccountPanel() {
  const canLoad = state.session.value.kind === 'signed-in' && state.connection.value.online
  return (
    <>
      <h1>{text('panel.account')}</h1>
      {state.account.value ? <AccountGroups /> : <ListLoading canLoad={canLoad} message={text('account.loading')} />}
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
      <LastGroups />
    </>
  )
}
