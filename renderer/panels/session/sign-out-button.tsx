import { signal } from '@preact/signals'
import { hasStoredPassword, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { SignOutIcon } from '../../ui/icons'
import { lazy } from '../../ui/lazy'
import { saveDrafts, unsavedSettings } from '../../unsaved'
import '../../sidebar.css'

const SignOutDialog = lazy(async () => (await import('./sign-out-dialog')).SignOutDialog)

/** The tray opens the dialog, too. */
export const isSignOutDialogOpen = signal(false)

/**
 * Signs out, once what is typed is saved. If passwords of mail servers are stored on this computer, or something could not
 * be saved, the user decides first.
 */
export function SignOutButton() {
  const signOut = async () => {
    await saveDrafts()
    const hasStoredPasswords = hasStoredPassword(state.mailPasswords.value)
    if (hasStoredPasswords || unsavedSettings().length > 0) isSignOutDialogOpen.value = true
    else void run('session.signOut', { forgetMailPasswords: true })
  }
  const close = () => {
    isSignOutDialogOpen.value = false
  }
  return (
    <>
      <button type="button" id="sign-out" class="entry sign-out" onClick={() => void signOut()}>
        <SignOutIcon />
        {text('session.signOut')}
      </button>
      {isSignOutDialogOpen.value && <SignOutDialog close={close} />}
    </>
  )
}
