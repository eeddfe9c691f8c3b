import { useState } from 'preact/hooks'
import { type AppState, run } from '../../bridge'
import { FormDialog } from '../../ui/form-dialog'
import { SignOutIcon } from '../../ui/icons'

/** Signs out at once, unless something on this computer may be kept or forgotten: then the person chooses. */
export function SignOutButton({ state }: { state: AppState }) {
  const [isAsking, setAsking] = useState(false)
  const hasPasswords = Object.values(state.mailPasswords).some(({ kind }) => kind === 'stored')
  const press = () => (hasPasswords ? setAsking(true) : void run('session.signOut', { forgetMailPasswords: true }))
  return (
    <>
      <button type="button" class="entry sign-out" onClick={press}>
        <SignOutIcon />
        Sign out
      </button>
      {isAsking && <SignOutDialog keychainName={state.keychainName} close={() => setAsking(false)} />}
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
