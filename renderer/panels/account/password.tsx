import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { showSaved } from '../../saving'
import { text } from '../../text'
import { PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { SettingRow } from '../../ui/setting-row'
import { StrengthHint } from './strength-hint'

const id = 'changePassword'

/** Both fields only ever go in. Changing it ends the person's other sessions, so it says so before. */
export function Password({ hasPassword }: { hasPassword: boolean }) {
  const [isOpen, setOpen] = useState(false)
  if (!hasPassword) {
    return (
      <SettingRow id={id} namesControl={false} label={text('common.password')} help={text('password.otherService')}>
        <span class="value">{text('common.none')}</span>
      </SettingRow>
    )
  }
  return (
    <SettingRow id={id} namesControl={false} label={text('common.password')} help={text('password.help')}>
      <button type="button" id={id} aria-describedby={`${id}-help`} onClick={() => setOpen(true)}>
        {text('password.change')}
      </button>
      {isOpen && <ChangeDialog close={() => setOpen(false)} />}
    </SettingRow>
  )
}

function ChangeDialog({ close }: { close(): void }) {
  const [oldPassword, setOldPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const submit = async () => {
    const result = await run('account.changePassword', { oldPassword, newPassword })
    if (result.ok) showSaved(id)
    return result
  }
  return (
    <FormDialog title={text('password.title')} submitLabel={text('password.title')} submit={submit} close={close}>
      {(error) => (
        <>
          <PasswordField
            id="old-password"
            label={text('password.current')}
            value={oldPassword}
            autocomplete="current-password"
            autofocus
            error={errorOf(error, 'oldPassword')}
            onType={setOldPassword}
          />
          <PasswordField
            id="new-password"
            label={text('password.new')}
            value={newPassword}
            autocomplete="new-password"
            error={errorOf(error, 'newPassword')}
            onType={setNewPassword}
          />
          <StrengthHint password={newPassword} />
        </>
      )}
    </FormDialog>
  )
}
