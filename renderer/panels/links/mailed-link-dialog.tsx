import type { TextKey } from '../../../texts/languages'
import { type CommandResult, type OpenLink, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { MessageDialog } from '../../ui/message-dialog'
import { ChangeIntervalDialog } from './change-interval-dialog'
import { ChoosePurposeDialog } from './choose-purpose-dialog'
import { type LinkDialogProps, LinkRecipient } from './link-recipient'
import { ResetPasswordDialog } from './reset-password-dialog'
import { SetUpAccountDialog } from './set-up-account-dialog'
import { SignOutFirstDialog } from './sign-out-first-dialog'

/** Shows what a link from an email does and for whom, before anything is sent; or why the link cannot be used. */
export function MailedLinkDialog({ link }: { link: OpenLink }) {
  const { purpose, problem, invitation } = link
  const close = () => {
    const open = state.openLink.peek()
    // Another link may be open by now, or the next step of this one.
    if (open?.id === link.id && open.purpose === purpose) void run('links.dismiss', { id: link.id })
  }
  if (problem) {
    return (
      <MessageDialog title={text('links.unusableTitle')} close={close}>
        {problem}
      </MessageDialog>
    )
  }
  if (purpose === null) return <ChoosePurposeDialog link={link} close={close} />
  const signsIn = purpose === 'set-up-account' || purpose === 'confirm-account'
  if (signsIn && state.session.value.kind !== 'signed-out') return <SignOutFirstDialog link={link} close={close} />
  if (purpose === 'email-interval') return <ChangeIntervalDialog link={link} close={close} />
  if (purpose === 'reset-password') return <ResetPasswordDialog link={link} close={close} />
  if (invitation) return <SetUpAccountDialog link={link} invitation={invitation} close={close} />
  return <FollowDialog link={link} purpose={purpose} close={close} />
}

type FollowedPurpose = 'set-up-account' | 'confirm-account' | 'confirm-alias' | 'unsubscribe'

const followed = {
  'set-up-account': {
    effect: 'links.setUpText',
    submit: 'common.continue',
    send: (id) => run('links.readInvitation', { id }),
  },
  'confirm-account': {
    effect: 'links.confirmAccountText',
    submit: 'links.confirmAccountDo',
    send: (id) => run('links.follow', { id }),
  },
  'confirm-alias': {
    effect: 'links.confirmAddressText',
    submit: 'common.confirm',
    send: (id) => run('links.follow', { id }),
  },
  unsubscribe: {
    effect: 'links.unsubscribeText',
    submit: 'links.unsubscribe',
    send: (id) => run('links.follow', { id }),
  },
} as const satisfies Record<
  FollowedPurpose,
  { effect: TextKey; submit: TextKey; send(id: number): Promise<CommandResult> }
>

/** For a link that needs nothing but the user's consent. */
function FollowDialog({ link, purpose, close }: LinkDialogProps & { purpose: FollowedPurpose }) {
  const { effect, submit, send } = followed[purpose]
  return (
    <FormDialog
      title={text(`links.title.${purpose}`)}
      submitLabel={text(submit)}
      submit={() => send(link.id)}
      close={close}
    >
      {() => (
        <>
          <LinkRecipient link={link} />
          <p>{text(effect)}</p>
        </>
      )}
    </FormDialog>
  )
}
