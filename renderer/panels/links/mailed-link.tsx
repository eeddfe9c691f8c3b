import { useRef, useState } from 'preact/hooks'
import {
  type AppState,
  type CommandResult,
  type EmailInterval,
  type LinkPurpose,
  type OpenLink,
  run,
} from '../../bridge'
import { state as current } from '../../state'
import { PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { MessageDialog } from '../../ui/message-dialog'
import { Segments } from '../../ui/segments'
import { emailIntervalOptions } from '../account/email-intervals'
import { StrengthHint } from '../account/strength-hint'
import { SetUpAccount } from './set-up-account'

interface LinkProps {
  link: OpenLink
  close(): void
}

/**
 * The person wants what the mail promised, and to know before it happens what it is and for whom; when the link does not
 * work they see why, and what to do instead.
 */
export function MailedLink({ state, link }: { state: AppState; link: OpenLink }) {
  const close = () => {
    const shown = current.value?.openLink
    // By now it may be another one, or the same one step further.
    if (shown?.id === link.id && shown.purpose === link.purpose) void run('links.dismiss', {})
  }
  const { purpose } = link
  if (link.problem) {
    return (
      <MessageDialog title="This link cannot be used" close={close}>
        {link.problem}
      </MessageDialog>
    )
  }
  if (purpose === null) return <ChoosePurpose link={link} close={close} />
  const opensSession = purpose === 'set-up-account' || purpose === 'confirm-account'
  if (opensSession && state.session.kind !== 'signed-out')
    return <SignOutFirst state={state} link={link} close={close} />
  if (purpose === 'email-interval') return <ChangeInterval state={state} link={link} close={close} />
  if (purpose === 'reset-password') return <SetPassword link={link} close={close} />
  if (link.invitation) return <SetUpAccount invitation={link.invitation} close={close} />
  return <Follow link={link} purpose={purpose} close={close} />
}

const purposes: Record<LinkPurpose, string> = {
  'set-up-account': 'Setting up an account, or an invitation',
  'confirm-account': 'Confirming an account that I registered',
  'confirm-alias': 'Confirming another address of mine',
  'email-interval': 'How often mails come',
  unsubscribe: 'Unsubscribing',
  'reset-password': 'A new password',
}

function ChoosePurpose({ link, close }: LinkProps) {
  const [chosen, setChosen] = useState<LinkPurpose>('confirm-account')
  return (
    <FormDialog
      title="What was the mail about?"
      submitLabel="Continue"
      submit={() => run('links.choose', { purpose: chosen })}
      close={close}
    >
      {() => (
        <fieldset class="field choices">
          <legend>The link itself does not tell. Nothing is done yet.</legend>
          {(Object.keys(purposes) as LinkPurpose[]).map((purpose) => (
            <label class="check" key={purpose}>
              <input
                type="radio"
                name={`purpose-${link.id}`}
                checked={chosen === purpose}
                onChange={() => setChosen(purpose)}
              />
              {purposes[purpose]}
            </label>
          ))}
        </fieldset>
      )}
    </FormDialog>
  )
}

/** Only one account is signed in at a time; the link stays while one makes room for it. */
function SignOutFirst({ state, link, close }: LinkProps & { state: AppState }) {
  const isGoingOn = useRef(false)
  const signOut = async () => {
    isGoingOn.current = true
    return run('session.signOut', { forgetMailPasswords: false })
  }
  return (
    <FormDialog
      title={titles[link.purpose ?? 'set-up-account']}
      submitLabel="Sign out and go on"
      submit={signOut}
      close={() => !isGoingOn.current && close()}
    >
      {() => (
        <>
          <p>
            This link signs in to an account of its own, and you are signed in as{' '}
            <strong>{state.account?.email ?? state.lastEmail}</strong>.
          </p>
          <p class="help">The passwords of your mail servers stay in {state.keychainName}.</p>
        </>
      )}
    </FormDialog>
  )
}

const titles: Record<LinkPurpose, string> = {
  'set-up-account': 'Set up an account',
  'confirm-account': 'Confirm your account',
  'confirm-alias': 'Confirm an address',
  'email-interval': 'Change email notifications',
  unsubscribe: 'Unsubscribe',
  'reset-password': 'Set a new password',
}

type Followed = 'set-up-account' | 'confirm-account' | 'confirm-alias' | 'unsubscribe'

const followed: Record<Followed, { what: string; submit: string; send(): Promise<CommandResult> }> = {
  'set-up-account': {
    what: 'This link leads to an account at Fleep that is still to be set up. First you see what it holds for you.',
    submit: 'Continue',
    send: () => run('links.invite', {}),
  },
  'confirm-account': {
    what: 'This link activates the account that was registered, and signs you in.',
    submit: 'Confirm and sign in',
    send: () => run('links.follow', {}),
  },
  'confirm-alias': {
    what: 'From then on people reach the account to which it was added under this address too.',
    submit: 'Confirm',
    send: () => run('links.follow', {}),
  },
  unsubscribe: {
    what: 'Fleep sends no more mails like the one that this link is from.',
    submit: 'Unsubscribe',
    send: () => run('links.follow', {}),
  },
}

function Follow({ link, purpose, close }: LinkProps & { purpose: Followed }) {
  const { what, submit, send } = followed[purpose]
  return (
    <FormDialog title={titles[purpose]} submitLabel={submit} submit={send} close={close}>
      {() => (
        <>
          <ForWhom link={link} />
          <p>{what}</p>
        </>
      )}
    </FormDialog>
  )
}

function ChangeInterval({ state, link, close }: LinkProps & { state: AppState }) {
  const [interval, setInterval] = useState<EmailInterval>(state.account?.emailInterval ?? 'daily')
  return (
    <FormDialog
      title={titles['email-interval']}
      submitLabel="Change"
      submit={() => run('links.setInterval', { emailInterval: interval })}
      close={close}
    >
      {() => (
        <>
          <ForWhom link={link} />
          <fieldset class="field">
            <legend>How often a summary of unread messages comes by mail</legend>
            <Segments
              name="link-interval"
              options={emailIntervalOptions}
              value={interval}
              choose={(value) => setInterval(value)}
            />
          </fieldset>
        </>
      )}
    </FormDialog>
  )
}

function SetPassword({ link, close }: LinkProps) {
  const [newPassword, setNewPassword] = useState('')
  return (
    <FormDialog
      title={titles['reset-password']}
      submitLabel="Set it"
      submit={() => run('links.setPassword', { newPassword })}
      close={close}
    >
      {(error) => (
        <>
          <ForWhom link={link} />
          <p>It takes the place of the password that the account has, and signs it out everywhere.</p>
          <PasswordField
            id="link-password"
            label="New password"
            value={newPassword}
            autocomplete="new-password"
            autofocus
            error={errorOf(error, 'newPassword')}
            onType={setNewPassword}
          />
          <StrengthHint password={newPassword} />
        </>
      )}
    </FormDialog>
  )
}

/** Only Fleep knows for whom a link is; what it says itself is told as that. */
function ForWhom({ link }: { link: OpenLink }) {
  const host = new URL(link.server).host
  return (
    <p>
      {link.email ? (
        <>
          The link says that it is for <strong>{link.email}</strong>, at {host}.
        </>
      ) : (
        <>It is for whoever the mail was sent to, at {host}.</>
      )}
    </p>
  )
}
