import { useState } from 'preact/hooks'
import { type AppState, run } from '../../bridge'
import { PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'

/**
 * The person was changing something when the session ended; they want to give their password and have the change
 * finished. When the password is wrong the dialog says so and stays; "Not now" leaves the change unsaved, with Retry.
 */
export function ContinueDialog({ state, close }: { state: AppState; close(): void }) {
  const [password, setPassword] = useState('')
  const isInterrupted = state.session.kind === 'expired' && state.session.interrupted
  const leave = () => {
    // Once the session goes on, there is nothing left to dismiss, and the command does nothing.
    void run('session.dismiss', {})
    close()
  }
  return (
    <FormDialog
      title="Your session has ended"
      submitLabel="Continue"
      cancelLabel="Not now"
      submit={() => run('session.continue', { password })}
      close={leave}
    >
      {(error) => (
        <>
          <p>
            Enter the password of <strong>{state.account?.email ?? state.lastEmail}</strong>
            {isInterrupted ? ' to finish your change.' : ' to go on.'}
          </p>
          <PasswordField
            id="continue-password"
            label="Password"
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
