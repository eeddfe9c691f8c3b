import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { type AppState, run } from '../../bridge'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { SignOutIcon } from '../../ui/icons'

/** Also asked for in the tray. */
export const isAskingToSignOut = signal(false)

/** Signs out at once, unless something on this computer may be kept or forgotten: then the person chooses. */
export function SignOutButton({ state }: { state: AppState }) {
  const hasPasswords = Object.values(state.mailPasswords).some(({ kind }) => kind === 'stored')
  const press = () => {
    if (hasPasswords) isAskingToSignOut.value = true
    else void run('session.signOut', { forgetMailPasswords: true })
  }
  const close = () => {
    isAskingToSignOut.value = false
  }
  return (
    <>
      <button type="button" id="sign-out" class="entry sign-out" onClick={press}>
        <SignOutIcon />
        {text('session.signOut')}
      </button>
      {isAskingToSignOut.value && <SignOutDialog keychainName={state.keychainName} close={close} />}
    </>
  )
}

function SignOutDialog({ keychainName, close }: { keychainName: string; close(): void }) {
  const [forgets, setForgets] = useState(true)
  return (
    <FormDialog
      title={text('session.signOutTitle')}
      submitLabel={text('session.signOut')}
      submit={() => run('session.signOut', { forgetMailPasswords: forgets })}
      close={close}
    >
      {() => (
        <label class="check">
          <input type="checkbox" checked={forgets} onChange={(event) => setForgets(event.currentTarget.checked)} />
          <span>
            {text('session.forgetPasswords')}
            <span class="help">{text('session.forgetPasswordsHelp', { keychain: keychainName })}</span>
          </span>
        </label>
      )}
    </FormDialog>
  )
}
