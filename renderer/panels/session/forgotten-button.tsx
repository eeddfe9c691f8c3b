import { text } from '../../text'

/** Opens the dialog for a forgotten password, where the app asks for the password of the signed-in account. */
export function ForgottenButton({ open }: { open(): void }) {
  return (
    <button type="button" class="link" onClick={open}>
      {text('signIn.forgotten')}
    </button>
  )
}
