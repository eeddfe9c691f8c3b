import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { hasStoredPassword, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { DialogBoundary } from '../../ui/dialog-boundary'
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
  const [isSaving, setSaving] = useState(false)
  const signOut = async () => {
    if (isSaving) return
    const before = state.closeRequest.peek()
    setSaving(true)
    await saveDrafts()
    setSaving(false)
    // The user wants to quit by now, and is asked about all of this.
    if (state.closeRequest.peek() !== before) return
    const hasStoredPasswords = hasStoredPassword(state.mailPasswords.value)
    if (hasStoredPasswords || unsavedSettings().length > 0) isSignOutDialogOpen.value = true
    else void run('session.signOut', { forgetMailPasswords: true })
  }
  const close = () => {
    isSignOutDialogOpen.value = false
  }
  return (
    <>
      <button
        type="button"
        id="sign-out"
        class="entry sign-out"
        aria-disabled={isSaving}
        onClick={() => void signOut()}
      >
        <SignOutIcon />
        <span>
          {text('session.signOut')}
          {isSaving && <span class="delayed">…</span>}
        </span>
      </button>
      {isSignOutDialogOpen.value && (
        <DialogBoundary close={close}>
          <SignOutDialog close={close} />
        </DialogBoundary>
      )}
    </>
  )
}
