import { useState } from 'preact/hooks'
import { state } from '../../state'
import { text } from '../../text'
import { lazy } from '../../ui/lazy'
import { SettingRow } from '../../ui/setting-row'

const ChangePasswordDialog = lazy(async () => (await import('./change-password-dialog')).ChangePasswordDialog)

/** Opens the dialog that changes the password, for an account that has one. */
export function Password() {
  const [isOpen, setOpen] = useState(false)
  if (!state.account.value?.hasPassword) {
    return (
      <SettingRow
        id="changePassword"
        namesControl={false}
        label={text('common.password')}
        help={text('password.otherService')}
      >
        <span class="value">{text('common.none')}</span>
      </SettingRow>
    )
  }
  return (
    <SettingRow id="changePassword" namesControl={false} label={text('common.password')} help={text('password.help')}>
      <button type="button" id="changePassword" aria-describedby="changePassword-help" onClick={() => setOpen(true)}>
        {text('password.change')}
      </button>
      {isOpen && <ChangePasswordDialog close={() => setOpen(false)} />}
    </SettingRow>
  )
}
