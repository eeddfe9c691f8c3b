import { useRef, useState } from 'preact/hooks'
import type { TextKey } from '../../../texts/languages'
import {
  type AppState,
  type CommandResult,
  type EmailInterval,
  type LinkPurpose,
  linkPurposes,
  type OpenLink,
  run,
} from '../../bridge'
import { state as current } from '../../state'
import { rich, text } from '../../text'
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
      <MessageDialog title={text('links.unusableTitle')} close={close}>
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

function ChoosePurpose({ link, close }: LinkProps) {
  const [chosen, setChosen] = useState<LinkPurpose>('confirm-account')
  return (
    <FormDialog
      title={text('links.whatTitle')}
      submitLabel={text('common.continue')}
      submit={() => run('links.choose', { purpose: chosen })}
      close={close}
    >
      {() => (
        <fieldset class="field choices">
          <legend>{text('links.notToldYet')}</legend>
          {linkPurposes.map((purpose) => (
            <label class="check" key={purpose}>
              <input
                type="radio"
                name={`purpose-${link.id}`}
                checked={chosen === purpose}
                onChange={() => setChosen(purpose)}
              />
              {text(`links.purpose.${purpose}`)}
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
      title={text(`links.title.${link.purpose ?? 'set-up-account'}`)}
      submitLabel={text('links.signOutAndGoOn')}
      submit={signOut}
      close={() => !isGoingOn.current && close()}
    >
      {() => (
        <>
          <p>{rich('links.signsIn', { email: state.account?.email ?? state.lastEmail })}</p>
          <p class="help">{text('links.passwordsStay', { keychain: state.keychainName })}</p>
        </>
      )}
    </FormDialog>
  )
}

type Followed = 'set-up-account' | 'confirm-account' | 'confirm-alias' | 'unsubscribe'

const followed = {
  'set-up-account': {
    what: 'links.setUpText',
    submit: 'common.continue',
    send: () => run('links.invite', {}),
  },
  'confirm-account': {
    what: 'links.confirmAccountText',
    submit: 'links.confirmAccountDo',
    send: () => run('links.follow', {}),
  },
  'confirm-alias': {
    what: 'links.confirmAddressText',
    submit: 'common.confirm',
    send: () => run('links.follow', {}),
  },
  unsubscribe: {
    what: 'links.unsubscribeText',
    submit: 'links.unsubscribe',
    send: () => run('links.follow', {}),
  },
} as const satisfies Record<Followed, { what: TextKey; submit: TextKey; send(): Promise<CommandResult> }>

function Follow({ link, purpose, close }: LinkProps & { purpose: Followed }) {
  const { what, submit, send } = followed[purpose]
  return (
    <FormDialog title={text(`links.title.${purpose}`)} submitLabel={text(submit)} submit={send} close={close}>
      {() => (
        <>
          <ForWhom link={link} />
          <p>{text(what)}</p>
        </>
      )}
    </FormDialog>
  )
}

function ChangeInterval({ state, link, close }: LinkProps & { state: AppState }) {
  const [interval, setInterval] = useState<EmailInterval>(state.account?.emailInterval ?? 'daily')
  return (
    <FormDialog
      title={text('links.title.email-interval')}
      submitLabel={text('common.change')}
      submit={() => run('links.setInterval', { emailInterval: interval })}
      close={close}
    >
      {() => (
        <>
          <ForWhom link={link} />
          <fieldset class="field">
            <legend>{text('links.intervalLabel')}</legend>
            <Segments
              name="link-interval"
              options={emailIntervalOptions()}
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
      title={text('links.title.reset-password')}
      submitLabel={text('links.setIt')}
      submit={() => run('links.setPassword', { newPassword })}
      close={close}
    >
      {(error) => (
        <>
          <ForWhom link={link} />
          <p>{text('links.passwordReplaced')}</p>
          <PasswordField
            id="link-password"
            label={text('password.new')}
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
  return <p>{link.email ? rich('links.isFor', { email: link.email, host }) : text('links.isForAddressee', { host })}</p>
}
