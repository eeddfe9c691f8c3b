import { accountSettingList, run, type SettingGroupName } from '../../bridge'
import { state } from '../../state'
import { DeclaredSetting } from '../../ui/declared-setting'

/** The rows of a group of the account's settings, in the order of their declarations. */
export function AccountSettingRows({ group }: { group: SettingGroupName }) {
  const account = state.account.value
  if (!account) return null
  const settings = accountSettingList().filter((setting) => setting.group === group)
  return (
    <>
      {settings.map((setting) => (
        <DeclaredSetting
          key={setting.name}
          name={setting.name}
          setting={setting}
          value={account[setting.name]}
          change={(value) => run('account.change', { [setting.name]: value })}
        />
      ))}
    </>
  )
}
