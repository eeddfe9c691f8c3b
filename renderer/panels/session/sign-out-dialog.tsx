import { useState } from 'preact/hooks'
import { hasStoredPassword, run } from '../../bridge'
import { keychainName } from '../../keychain-name'
import { state } from '../../state'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { UnsavedList } from '../../ui/unsaved-list'
import { unsavedSettings } from '../../unsaved'
import '../../ui/checkbox.css'

/** Names what would be lost, asks whether the stored passwords of mail servers are removed, and signs out. */
export function SignOutDialog({ close }: { close(): void }) {
  const [forgetMailPasswords, setForget] = useState(true)
  // What is being sent may be saved meanwhile.
  const unsaved = unsavedSettings()
  const hasPasswords = hasStoredPassword(state.mailPasswords.value)
  return (
    <FormDialog
      title={text('session.signOutTitle')}
      submitLabel={text('session.signOut')}
      submit={() => run('session.signOut', { forgetMailPasswords })}
      close={close}
    >
      {() => (
        <>
          {unsaved.length > 0 && <UnsavedList unsaved={unsaved} />}
          {hasPasswords && (
            <label class="check">
              <input
                type="checkbox"
                checked={forgetMailPasswords}
                onChange={(event) => setForget(event.currentTarget.checked)}
              />
              <span>
                {text('session.forgetPasswords')}
                <span class="help">{text('session.forgetPasswordsHelp', { keychain: keychainName() })}</span>
              </span>
            </label>
          )}
        </>
      )}
    </FormDialog>
  )
}
