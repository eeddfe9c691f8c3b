import { useCallback, useState } from 'preact/hooks'
import { type Account, type Alias, type AppState, run } from '../../bridge'
import { make, save, showSaved } from '../../saving'
import { text } from '../../text'
import { AddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { errorOf, FormDialog, useForm } from '../../ui/form-dialog'
import { IncrementalList } from '../../ui/incremental-list'
import { SavingNote } from '../../ui/saving-note'
import { SettingGroup } from '../../ui/setting-row'
import { useRefresh } from '../../ui/use-refresh'

const note = 'addresses'

/**
 * The person wants to be reached under all of their addresses, and choose the one they sign in with; when an address
 * cannot be used they see why, and what waits for a mail says so.
 */
export function Addresses({ state, account }: { state: AppState; account: Account }) {
  const { error, refresh } = useRefresh(state, 'aliases.refresh')
  const { email } = account
  const draw = useCallback((alias: Alias) => <AliasRow key={alias.email} alias={alias} primary={email} />, [email])
  return (
    <SettingGroup title={text('aliases.title')}>
      <div class="row with-actions">
        <div class="row-text">
          <p class="row-label">
            {account.email} <span class="badge">{text('aliases.primary')}</span>
          </p>
          <p class="help">{text('aliases.primaryHelp')}</p>
        </div>
      </div>
      {state.aliases && <IncrementalList as="div" items={state.aliases} draw={draw} />}
      {error && (
        <p class="row error" role="alert">
          {error.message}
          <button type="button" class="link" onClick={() => void refresh()}>
            {text('common.tryAgain')}
          </button>
        </p>
      )}
      <SavingNote id={note} />
      <AddAddress />
    </SettingGroup>
  )
}

function AliasRow({ alias, primary }: { alias: Alias; primary: string }) {
  const { email, confirmed } = alias
  const [dialog, setDialog] = useState<'confirm' | 'remove' | null>(null)
  const close = () => setDialog(null)
  const makePrimary = () =>
    save(
      note,
      () => run('aliases.makePrimary', { email }),
      () => run('aliases.makePrimary', { email: primary }),
    )
  const sendAgain = () =>
    make(note, { attempt: () => run('aliases.add', { email }), words: text('aliases.mailedAgain', { email }) })
  return (
    <div class="row with-actions">
      <div class="row-text">
        <p class="row-label">{email}</p>
        <p class="help">{confirmed ? text('aliases.confirmed') : text('aliases.waiting')}</p>
      </div>
      <div class="row-actions">
        {confirmed ? (
          <button
            type="button"
            class="link"
            aria-label={text('aliases.makePrimaryOf', { email })}
            onClick={() => void makePrimary()}
          >
            {text('aliases.makePrimary')}
          </button>
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
            <button
              type="button"
              class="link"
              aria-label={text('aliases.mailAgainOf', { email })}
              onClick={() => void sendAgain()}
            >
              {text('aliases.mailAgain')}
            </button>
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
      {dialog === 'confirm' && <ConfirmDialog email={email} close={close} />}
      {dialog === 'remove' && <RemoveDialog alias={alias} close={close} />}
    </div>
  )
}

function ConfirmDialog({ email, close }: { email: string; close(): void }) {
  const [link, setLink] = useState('')
  return (
    <FormDialog
      title={text('aliases.confirmTitle', { email })}
      submitLabel={text('common.confirm')}
      submit={() => run('aliases.confirm', { link })}
      close={close}
    >
      {(error) => (
        <Field
          id="mailed-link"
          label={text('links.linkFromMail')}
          value={link}
          autofocus
          help={text('aliases.linkHelp')}
          error={errorOf(error, 'link')}
          onType={setLink}
        />
      )}
    </FormDialog>
  )
}

/** Not undone by a click: it would have to be confirmed by mail again. */
function RemoveDialog({ alias: { email, confirmed }, close }: { alias: Alias; close(): void }) {
  return (
    <FormDialog
      title={text('common.removeTitle', { what: email })}
      submitLabel={text('common.remove')}
      submit={async () => {
        const result = await run('aliases.remove', { email })
        if (result.ok) showSaved(note, { words: text('common.isRemoved', { what: email }) })
        return result
      }}
      close={close}
    >
      {() => <p>{confirmed ? text('aliases.removeConfirmed') : text('aliases.removeWaiting')}</p>}
    </FormDialog>
  )
}

function AddAddress() {
  const [email, setEmail] = useState('')
  const form = useForm(
    () => run('aliases.add', { email: email.trim() }),
    () => {
      showSaved(note, { words: text('aliases.mailed', { email: email.trim() }) })
      setEmail('')
    },
  )
  return (
    <AddForm submitLabel={text('common.add')} form={form} fields="one">
      <Field
        id="new-address"
        label={text('aliases.another')}
        value={email}
        inputMode="email"
        error={errorOf(form.error, 'email')}
        onType={setEmail}
      />
    </AddForm>
  )
}
