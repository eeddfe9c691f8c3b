import { useRef } from 'preact/hooks'
import { run } from '../../bridge'
import { keychainName } from '../../keychain-name'
import { state } from '../../state'
import { richText, text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import type { LinkDialogProps } from './link-recipient'

/** For a link that signs in while an account is signed in. The link stays open after the sign-out. */
export function SignOutFirstDialog({ link, close }: LinkDialogProps) {
  const hasSignedOut = useRef(false)
  const signOut = () => {
    hasSignedOut.current = true
    return run('session.signOut', { forgetMailPasswords: false })
  }
  return (
    <FormDialog
      title={text(`links.title.${link.purpose ?? 'set-up-account'}`)}
      submitLabel={text('links.signOutAndGoOn')}
      submit={signOut}
      close={() => !hasSignedOut.current && close()}
    >
      {() => (
        <>
          <p>{richText('links.signsIn', { email: state.account.value?.email ?? state.lastEmail.value })}</p>
          <p class="help">{text('links.passwordsStay', { keychain: keychainName() })}</p>
        </>
      )}
    </FormDialog>
  )
}
