import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { type AppState, run } from '../../bridge'
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
        Sign out
      </button>
      {isAskingToSignOut.value && <SignOutDialog keychainName={state.keychainName} close={close} />}
    </>
  )
}

function SignOutDialog({ keychainName, close }: { keychainName: string; close(): void }) {
  const [forgets, setForgets] = useState(true)
  return (
    <FormDialog
      title="Sign out?"
      submitLabel="Sign out"
      submit={() => run('session.signOut', { forgetMailPasswords: forgets })}
      close={close}
    >
      {() => (
        <label class="check">
          <input type="checkbox" checked={forgets} onChange={(event) => setForgets(event.currentTarget.checked)} />
          <span>
            Forget the passwords of my mail servers
            <span class="help">
              They are in {keychainName} on this computer. Fleep keeps its own, so your mail still goes out.
            </span>
          </span>
        </label>
      )}
    </FormDialog>
  )
}
