import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import '../../ui/checkbox.css'

/** Asks whether the stored passwords of mail servers are removed from this computer, and signs out. */
export function SignOutDialog({ close }: { close(): void }) {
  const [forgetMailPasswords, setForget] = useState(true)
  return (
    <FormDialog
      title={text('session.signOutTitle')}
      submitLabel={text('session.signOut')}
      submit={() => run('session.signOut', { forgetMailPasswords })}
      close={close}
    >
      {() => (
        <label class="check">
          <input
            type="checkbox"
            checked={forgetMailPasswords}
            onChange={(event) => setForget(event.currentTarget.checked)}
          />
          <span>
            {text('session.forgetPasswords')}
            <span class="help">{text('session.forgetPasswordsHelp', { keychain: state.keychainName.value })}</span>
          </span>
        </label>
      )}
    </FormDialog>
  )
}
