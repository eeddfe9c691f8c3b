import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { state } from '../../state'
import { richText, text } from '../../text'
import { PasswordField } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'

/** Asks for the password of an expired session, and then finishes an interrupted change. "Not now" leaves it unsaved. */
export function ContinueDialog({ close }: { close(): void }) {
  const [password, setPassword] = useState('')
  const session = state.session.value
  const isInterrupted = session.kind === 'expired' && session.interrupted
  const email = state.account.value?.email ?? state.lastEmail.value
  const dismiss = () => {
    // After the session was renewed, this command does nothing.
    void run('session.cancelReauthentication', {})
    close()
  }
  return (
    <FormDialog
      title={text('session.endedTitle')}
      submitLabel={text('common.continue')}
      cancelLabel={text('common.notNow')}
      submit={() => run('session.reauthenticate', { password })}
      close={dismiss}
    >
      {(error) => (
        <>
          <p>{richText(isInterrupted ? 'session.enterToFinish' : 'session.enterToGoOn', { email })}</p>
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
