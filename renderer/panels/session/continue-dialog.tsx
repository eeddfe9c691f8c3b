import { useState } from 'preact/hooks'
import { type AppState, run } from '../../bridge'
import { rich, text } from '../../text'
import { PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'

/**
 * The person was changing something when the session ended; they want to give their password and have the change
 * finished. When the password is wrong the dialog says so and stays; "Not now" leaves the change unsaved, with Retry.
 */
export function ContinueDialog({ state, close }: { state: AppState; close(): void }) {
  const [password, setPassword] = useState('')
  const isInterrupted = state.session.kind === 'expired' && state.session.interrupted
  const email = state.account?.email ?? state.lastEmail
  const leave = () => {
    // Once the session goes on, there is nothing left to dismiss, and the command does nothing.
    void run('session.dismiss', {})
    close()
  }
  return (
    <FormDialog
      title={text('session.endedTitle')}
      submitLabel={text('common.continue')}
      cancelLabel={text('common.notNow')}
      submit={() => run('session.continue', { password })}
      close={leave}
    >
      {(error) => (
        <>
          <p>{rich(isInterrupted ? 'session.enterToFinish' : 'session.enterToGoOn', { email })}</p>
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
