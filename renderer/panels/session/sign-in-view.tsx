import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Banners } from '../../banners'
import { run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { Field, PasswordField } from '../../ui/field'
import { AppMark } from '../../ui/icons'
import { lazy } from '../../ui/lazy'
import { errorOf, FormError, useForm } from '../../ui/use-form'
import { LanguageSetting } from '../app/language-setting'
import './sign-in-view.css'

const ForgottenPasswordDialog = lazy(async () => (await import('./forgotten-password-dialog')).ForgottenPasswordDialog)
const CreateAccountDialog = lazy(async () => (await import('./create-account-dialog')).CreateAccountDialog)
const PasteLinkDialog = lazy(async () => (await import('../links/paste-link-dialog')).PasteLinkDialog)

type DialogName = 'forgotten' | 'create' | 'link'

/** Signs in with an address and a password, and offers the ways in without a password. */
export function SignInView() {
  const [email, setEmail] = useState(state.lastEmail.peek())
  const [password, setPassword] = useState('')
  const [server, setServer] = useState(state.server.peek())
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const close = () => setDialog(null)
  const { error, isSending, formProps } = useForm(
    () => run('session.signIn', { server, email, password }),
    () => undefined,
  )
  return (
    <main class="sign-in">
      <form class="card" {...formProps}>
        <AppMark />
        <h1>{text('signIn.title')}</h1>
        <Field
          id="email"
          label={text('signIn.who')}
          value={email}
          autocomplete="username"
          autofocus={!state.lastEmail.value}
          error={errorOf(error, 'email')}
          onType={setEmail}
        />
        <PasswordField
          id="password"
          label={text('common.password')}
          value={password}
          autocomplete="current-password"
          autofocus={Boolean(state.lastEmail.value)}
          help={text('signIn.passwordHelp', { host: hostOf(server) })}
          error={errorOf(error, 'password')}
          onType={setPassword}
        />
        <FormError error={error} />
        <button type="submit" class="primary wide" aria-disabled={isSending}>
          {isSending ? text('signIn.running') : text('signIn.signIn')}
        </button>
        <OtherWays open={setDialog} />
        <p class="help">{text('signIn.otherService')}</p>
        <Advanced server={server} setServer={setServer} error={errorOf(error, 'server')} />
      </form>
      <Banners />
      {dialog === 'forgotten' && <ForgottenPasswordDialog server={server} email={email} close={close} />}
      {dialog === 'create' && <CreateAccountDialog server={server} close={close} />}
      {dialog === 'link' && <PasteLinkDialog server={server} close={close} />}
    </main>
  )
}

function OtherWays({ open }: { open(dialog: DialogName): void }) {
  return (
    <div class="other-ways">
      <button type="button" class="link" onClick={() => open('forgotten')}>
        {text('signIn.forgotten')}
      </button>
      <button type="button" class="link" onClick={() => open('create')}>
        {text('signIn.createTitle')}
      </button>
      <button type="button" class="link" onClick={() => open('link')}>
        {text('links.useTitle')}
      </button>
    </div>
  )
}

interface AdvancedProps {
  server: string
  setServer(server: string): void
  error: string | undefined
}

/** Stays open or closed as the user left it, and opens for an error in it. */
function Advanced({ server, setServer, error }: AdvancedProps) {
  const details = useRef<HTMLDetailsElement>(null)
  const isManaged = Boolean(state.managed.value?.server)
  // Before the form moves the focus to the field.
  useLayoutEffect(() => {
    if (error && details.current) details.current.open = true
  }, [error])
  return (
    <details ref={details}>
      <summary>{text('account.advanced')}</summary>
      <Field
        id="server"
        label={text('signIn.server')}
        value={server}
        isReadOnly={isManaged}
        help={text(isManaged ? 'managed.setBy' : 'signIn.serverHelp')}
        error={error}
        room="two-lines"
        onType={setServer}
      />
      <LanguageSetting />
    </details>
  )
}

/** The user may not have typed a whole address yet. */
function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).host : server
}
