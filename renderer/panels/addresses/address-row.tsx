import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { type Change, makeChange, saveStatusOf, undoable } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { ActionButton } from '../../ui/action-button'
import { lazy } from '../../ui/lazy'
import { RowText } from '../../ui/setting-row'
import type { StableRow } from '../../ui/use-stable-rows'
import { useField } from '../../unsaved'
import { noteOf } from './address-note'

const ConfirmAliasDialog = lazy(async () => (await import('./alias-dialogs')).ConfirmAliasDialog)
const RemoveAliasDialog = lazy(async () => (await import('./alias-dialogs')).RemoveAliasDialog)

export interface ListedAddress {
  email: string
  kind: 'primary' | 'confirmed' | 'waiting'
}

const helps = { primary: 'aliases.primaryHelp', confirmed: 'aliases.confirmed', waiting: 'aliases.waiting' } as const

/** An address of the account, with what can be done with it. */
export function AddressRow({ row }: { row: StableRow<ListedAddress> }) {
  const { email, kind } = row.item
  const [dialog, setDialog] = useState<'confirm' | 'remove' | null>(null)
  const close = () => setDialog(null)
  const note = noteOf(email)
  useField(note, { label: email })
  const isBusy = saveStatusOf(note).kind === 'saving'
  const change = (next: Change) => void makeChange(note, next)
  return (
    <div class={row.isGone ? 'row with-actions gone' : 'row with-actions'}>
      <RowText id={note} help={row.isGone ? text('common.isRemoved', { what: email }) : text(helps[kind])}>
        <p class="row-label">
          {email} {kind === 'primary' && <span class="badge">{text('aliases.primary')}</span>}
        </p>
      </RowText>
      <div class="row-actions">
        {kind === 'waiting' ? (
          <>
            <ActionButton
              label={text('aliases.pasteLink')}
              name={text('aliases.pasteLinkOf', { email })}
              isDisabled={row.isGone || isBusy}
              click={() => setDialog('confirm')}
            />
            <ActionButton
              label={text('aliases.mailAgain')}
              name={text('aliases.mailAgainOf', { email })}
              isDisabled={row.isGone || isBusy}
              click={() =>
                change({
                  send: () => run('addresses.add', { email }),
                  doneText: text('aliases.mailedAgain', { email }),
                })
              }
            />
          </>
        ) : (
          <ActionButton
            label={text('aliases.makePrimary')}
            name={text('aliases.makePrimaryOf', { email })}
            isDisabled={row.isGone || isBusy || kind === 'primary'}
            click={() => change(makePrimary(email))}
          />
        )}
        <ActionButton
          label={text('common.removeAsking')}
          name={text('common.removeOf', { what: email })}
          isDisabled={row.isGone || isBusy || kind === 'primary'}
          click={() => setDialog('remove')}
        />
      </div>
      {dialog === 'confirm' && <ConfirmAliasDialog email={email} close={close} />}
      {dialog === 'remove' && <RemoveAliasDialog email={email} isConfirmed={kind === 'confirmed'} close={close} />}
    </div>
  )
}

function makePrimary(email: string): Change {
  const before = state.account.peek()?.email
  const send = () => run('addresses.makePrimary', { email })
  return before === undefined ? { send } : undoable(send, () => run('addresses.makePrimary', { email: before }))
}
