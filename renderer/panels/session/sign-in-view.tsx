import { useState } from 'preact/hooks'
import { FileProblem, LinkDone } from '../../banners'
import { type AppState, type CommandResult, run } from '../../bridge'
import { text } from '../../text'
import { Banner } from '../../ui/banner'
import { Field, PasswordField } from '../../ui/field'
import { errorOf, FormError, useForm } from '../../ui/form-dialog'
import { AppMark } from '../../ui/icons'
import { lazy } from '../../ui/lazy'
import { LanguageSetting } from '../app/language-setting'

const ForgottenPassword = lazy(async () => (await import('./forgotten-password')).ForgottenPassword)
const CreateAccount = lazy(async () => (await import('./create-account')).CreateAccount)
const PasteLink = lazy(async () => (await import('../links/paste-link')).PasteLink)

type SignedOut = Extract<AppState['session'], { kind: 'signed-out' }>

/**
 * The person wants to get to their settings with the address and password they already have; when that fails they see
 * which of the two, or the network, or the keychain is the matter, with everything typed still there.
 */
export function SignInView({ state, session }: { state: AppState; session: SignedOut }) {
  const [email, setEmail] = useState(state.lastEmail)
  const [password, setPassword] = useState('')
  const [server, setServer] = useState(state.server)
  const [dialog, setDialog] = useState<'forgotten' | 'create' | 'link' | null>(null)
  const close = () => setDialog(null)
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
        <h1>{text('signIn.title')}</h1>
        <LinkDone done={state.linkDone} />
        <FileProblem problem={state.fileProblem} />
        {session.notice && <Notice session={session} restore={() => run('session.restore', {})} />}
        <Field
          id="email"
          label={text('signIn.who')}
          value={email}
          autocomplete="username"
          autofocus={!state.lastEmail}
          error={errorOf(error, 'email')}
          onType={setEmail}
        />
        <PasswordField
          id="password"
          label={text('common.password')}
          value={password}
          autocomplete="current-password"
          autofocus={Boolean(state.lastEmail)}
          help={text('signIn.passwordHelp', { host: hostOf(server) })}
          error={errorOf(error, 'password')}
          onType={setPassword}
        />
        <FormError error={error} />
        <button type="submit" class="primary wide" aria-disabled={isSending}>
          {isSending ? text('signIn.running') : text('signIn.signIn')}
        </button>
        <div class="other-ways">
          <button type="button" class="link" onClick={() => setDialog('forgotten')}>
            {text('signIn.forgotten')}
          </button>
          <button type="button" class="link" onClick={() => setDialog('create')}>
            {text('signIn.createTitle')}
          </button>
          <button type="button" class="link" onClick={() => setDialog('link')}>
            {text('links.useTitle')}
          </button>
        </div>
        <details open={serverError !== undefined || undefined}>
          <summary>{text('account.advanced')}</summary>
          <Field
            id="server"
            label={text('signIn.server')}
            value={server}
            help={text('signIn.serverHelp')}
            error={serverError}
            onType={setServer}
          />
          <LanguageSetting chosen={state.appSettings.language} />
        </details>
      </form>
      {dialog === 'forgotten' && <ForgottenPassword server={server} email={email} close={close} />}
      {dialog === 'create' && <CreateAccount server={server} close={close} />}
      {dialog === 'link' && <PasteLink server={server} close={close} />}
    </main>
  )
}

/** What is typed may be no address yet. */
function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).host : server
}

function Notice({ session, restore }: { session: SignedOut; restore(): Promise<CommandResult> }) {
  return (
    <Banner kind="info">
      <p>{session.notice}</p>
      {session.canRestore && (
        <button type="button" onClick={() => void restore()}>
          {text('common.tryAgain')}
        </button>
      )}
    </Banner>
  )
}
