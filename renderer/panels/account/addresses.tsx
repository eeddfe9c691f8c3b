import { useCallback, useState } from 'preact/hooks'
import { type Account, type Alias, type AppState, run } from '../../bridge'
import { make, save, showSaved } from '../../saving'
import { AddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { errorOf, FormDialog, useForm } from '../../ui/form-dialog'
import { Growing } from '../../ui/growing'
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
    <SettingGroup title="Addresses">
      <div class="row with-actions">
        <div class="row-text">
          <p class="row-label">
            {account.email} <span class="badge">Primary</span>
          </p>
          <p class="help">You sign in with it, and mail from Fleep goes to it.</p>
        </div>
      </div>
      {state.aliases && <Growing items={state.aliases} draw={draw} />}
      {error && (
        <p class="row error" role="alert">
          {error.message}
          <button type="button" class="link" onClick={() => void refresh()}>
            Try again
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
    make(note, { attempt: () => run('aliases.add', { email }), words: `Another mail is on its way to ${email}` })
  return (
    <div class="row with-actions">
      <div class="row-text">
        <p class="row-label">{email}</p>
        <p class="help">
          {confirmed ? 'People reach you under it too.' : 'Waits until the link in its mail is opened.'}
        </p>
      </div>
      <div class="row-actions">
        {confirmed ? (
          <button type="button" class="link" aria-label={`Make primary: ${email}`} onClick={() => void makePrimary()}>
            Make primary
          </button>
        ) : (
          <>
            <button
              type="button"
              class="link"
              aria-label={`Paste the link: ${email}`}
              onClick={() => setDialog('confirm')}
            >
              Paste the link…
            </button>
            <button
              type="button"
              class="link"
              aria-label={`Send the mail again: ${email}`}
              onClick={() => void sendAgain()}
            >
              Send the mail again
            </button>
          </>
        )}
        <button type="button" class="link" aria-label={`Remove: ${email}`} onClick={() => setDialog('remove')}>
          Remove…
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
      title={`Confirm ${email}`}
      submitLabel="Confirm"
      submit={() => run('aliases.confirm', { link })}
      close={close}
    >
      {(error) => (
        <Field
          id="mailed-link"
          label="Link from the mail"
          value={link}
          autofocus
          help="Opening it in a browser does the same."
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
      title={`Remove ${email}?`}
      submitLabel="Remove"
      submit={async () => {
        const result = await run('aliases.remove', { email })
        if (result.ok) showSaved(note, { words: `${email} is removed` })
        return result
      }}
      close={close}
    >
      {() => (
        <p>
          {confirmed
            ? 'People no longer reach you under it. To use it again, you confirm it by mail again.'
            : 'The link in its mail will not work any more.'}
        </p>
      )}
    </FormDialog>
  )
}

function AddAddress() {
  const [email, setEmail] = useState('')
  const form = useForm(
    () => run('aliases.add', { email: email.trim() }),
    () => {
      showSaved(note, { words: `A mail is on its way to ${email.trim()}` })
      setEmail('')
    },
  )
  return (
    <AddForm submitLabel="Add" form={form} fields="one">
      <Field
        id="new-address"
        label="Another address"
        value={email}
        inputMode="email"
        error={errorOf(form.error, 'email')}
        onType={setEmail}
      />
    </AddForm>
  )
}
