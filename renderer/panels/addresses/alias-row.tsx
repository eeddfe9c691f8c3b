import { useState } from 'preact/hooks'
import { type Alias, run } from '../../bridge'
import { makeChange, save } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { lazy } from '../../ui/lazy'
import { addressNote } from './address-note'
import '../../ui/setting-row.css'

const ConfirmAliasDialog = lazy(async () => (await import('./alias-dialogs')).ConfirmAliasDialog)
const RemoveAliasDialog = lazy(async () => (await import('./alias-dialogs')).RemoveAliasDialog)

/** Another address of the account, with what can be done with it. */
export function AliasRow({ alias }: { alias: Alias }) {
  const { email, confirmed } = alias
  const [dialog, setDialog] = useState<'confirm' | 'remove' | null>(null)
  const close = () => setDialog(null)
  return (
    <div class="row with-actions">
      <div class="row-text">
        <p class="row-label">{email}</p>
        <p class="help">{confirmed ? text('aliases.confirmed') : text('aliases.waiting')}</p>
      </div>
      <div class="row-actions">
        {confirmed ? (
          <MakePrimaryButton email={email} />
        ) : (
          <>
            <button
              type="button"
              class="link"
              aria-label={text('aliases.pasteLinkOf', { email })}
              onClick={() => setDialog('confirm')}
            >
              {text('aliases.pasteLink')}
            </button>
            <SendAgainButton email={email} />
          </>
        )}
        <button
          type="button"
          class="link"
          aria-label={text('common.removeOf', { what: email })}
          onClick={() => setDialog('remove')}
        >
          {text('common.removeAsking')}
        </button>
      </div>
      {dialog === 'confirm' && <ConfirmAliasDialog email={email} close={close} />}
      {dialog === 'remove' && <RemoveAliasDialog alias={alias} close={close} />}
    </div>
  )
}

function MakePrimaryButton({ email }: { email: string }) {
  const makePrimary = () => {
    const before = state.account.peek()?.email
    return save(
      addressNote,
      () => run('addresses.makePrimary', { email }),
      before === undefined ? undefined : () => run('addresses.makePrimary', { email: before }),
    )
  }
  return (
    <button
      type="button"
      class="link"
      aria-label={text('aliases.makePrimaryOf', { email })}
      onClick={() => void makePrimary()}
    >
      {text('aliases.makePrimary')}
    </button>
  )
}

function SendAgainButton({ email }: { email: string }) {
  const sendAgain = () =>
    makeChange(addressNote, {
      send: () => run('addresses.add', { email }),
      doneText: text('aliases.mailedAgain', { email }),
    })
  return (
    <button
      type="button"
      class="link"
      aria-label={text('aliases.mailAgainOf', { email })}
      onClick={() => void sendAgain()}
    >
      {text('aliases.mailAgain')}
    </button>
  )
}
