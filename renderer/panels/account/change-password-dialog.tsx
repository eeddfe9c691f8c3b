import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { showSaved } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { PasswordField } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'
import { ForgottenButton } from '../session/forgotten-button'
import { ForgottenPasswordDialog } from '../session/forgotten-password-dialog'
import { StrengthHint } from './strength-hint'

/** Changes the password of the account. Fleep then ends the account's other sessions. */
export function ChangePasswordDialog({ close }: { close(): void }) {
  const [oldPassword, setOldPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const submit = async () => {
    const result = await run('account.changePassword', { oldPassword, newPassword })
    if (result.ok) showSaved('changePassword')
    return result
  }
  const [isResetting, setResetting] = useState(false)
  if (isResetting) {
    const email = state.account.value?.email ?? state.lastEmail.value
    return <ForgottenPasswordDialog server={state.server.value} email={email} isOwn close={close} />
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
          <p class="below-field">
            <ForgottenButton open={() => setResetting(true)} />
          </p>
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
