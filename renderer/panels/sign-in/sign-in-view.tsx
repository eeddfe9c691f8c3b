import { useState } from 'preact/hooks'
import { type AppState, type CommandResult, run } from '../../bridge'
import { Banner } from '../../ui/banner'
import { Field, PasswordField } from '../../ui/field'
import { errorOf, FormError, useForm } from '../../ui/form-dialog'
import { AppMark } from '../../ui/icons'
import { ForgottenPassword } from './forgotten-password'

type SignedOut = Extract<AppState['session'], { kind: 'signed-out' }>

/**
 * The person wants to get to their settings with the address and password they already have; when that fails they see
 * which of the two, or the network, or the keychain is the matter, with everything typed still there.
 */
export function SignInView({ state, session }: { state: AppState; session: SignedOut }) {
  const [email, setEmail] = useState(state.lastEmail)
  const [password, setPassword] = useState('')
  const [server, setServer] = useState(state.server)
  const [isForgotten, setForgotten] = useState(false)
  const { send, error, isSending } = useForm(
    () => run('session.signIn', { server, email, password }),
    () => undefined,
  )
  const serverError = errorOf(error, 'server')
  return (
    <main class="sign-in">
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <AppMark />
        <h1>Sign in to Fleep</h1>
        {session.notice && <Notice session={session} restore={() => run('session.restore', {})} />}
        <Field
          id="email"
          label="Email or Fleep ID"
          value={email}
          autocomplete="username"
          autofocus={!state.lastEmail}
          error={errorOf(error, 'email')}
          onType={setEmail}
        />
        <PasswordField
          id="password"
          label="Password"
          value={password}
          autocomplete="current-password"
          autofocus={Boolean(state.lastEmail)}
          error={errorOf(error, 'password')}
          onType={setPassword}
        />
        <FormError error={error} />
        <button type="submit" class="primary wide" aria-disabled={isSending}>
          {isSending ? 'Signing in…' : 'Sign in'}
        </button>
        <button type="button" class="link forgotten" onClick={() => setForgotten(true)}>
          Forgotten your password?
        </button>
        <details open={serverError !== undefined || undefined}>
          <summary>Advanced</summary>
          <Field
            id="server"
            label="Server"
            value={server}
            help="https://fleep.io, unless you were told otherwise."
            error={serverError}
            onType={setServer}
          />
        </details>
      </form>
      {isForgotten && <ForgottenPassword server={server} email={email} close={() => setForgotten(false)} />}
    </main>
  )
}

function Notice({ session, restore }: { session: SignedOut; restore(): Promise<CommandResult> }) {
  return (
    <Banner kind="info">
      <p>{session.notice}</p>
      {session.canRestore && (
        <button type="button" onClick={() => void restore()}>
          Try again
        </button>
      )}
    </Banner>
  )
}
