import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { state } from '../../state'
import { richText, text } from '../../text'
import { PasswordField } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'
import { ForgottenButton } from './forgotten-button'
import { ForgottenPasswordDialog } from './forgotten-password-dialog'

/** Asks for the password of an expired session, and then finishes an interrupted change, also with a new password. "Not now" leaves the change unsaved. */
export function ContinueDialog({ close }: { close(): void }) {
  const [password, setPassword] = useState('')
  const session = state.session.value
  const isChange = session.kind === 'expired' && session.interrupted && session.isChange
  const email = state.account.value?.email ?? state.lastEmail.value
  const dismiss = () => {
    // After the session was renewed, this command does nothing.
    void run('session.cancelReauthentication', {})
    close()
  }
  const [isResetting, setResetting] = useState(false)
  if (isResetting) {
    const goBack = () => setResetting(false)
    return <ForgottenPasswordDialog server={state.server.value} email={email} isOwn close={goBack} />
  }
  return (
    <FormDialog
      title={text('session.endedTitle')}
      submitLabel={text('common.continue')}
      cancelLabel={text('common.notNow')}
      submit={() => run('session.reauthenticate', { password })}
      close={dismiss}
      aside={() => <ForgottenButton open={() => setResetting(true)} />}
    >
      {(error) => (
        <>
          <p>{richText(isChange ? 'session.enterToFinish' : 'session.enterToGoOn', { email })}</p>
          <PasswordField
            id="continue-password"
            label={text('common.password')}
            value={password}
            autocomplete="current-password"
            autofocus
            error={errorOf(error, 'password')}
            onType={setPassword}
          />
        </>
      )}
    </FormDialog>
  )
}
