import { useMemo } from 'preact/hooks'
import {
  type AppState,
  type CommandError,
  type CommandResult,
  type MailServer,
  mailEncryptions,
  run,
} from '../../bridge'
import { backAndForth, type Change, showSaved } from '../../saving'
import { text } from '../../text'
import { Field, FieldText, PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { Segments } from '../../ui/segments'
import { CheckSteps } from './check-steps'
import { MailForm } from './mail-form'
import { contradiction, nameOf } from './port-and-encryption'
import { removal } from './removal'
import { SuggestionNote } from './suggestion-note'

export interface MailServerDialogProps {
  state: AppState
  /** null sets up a new one. */
  account: MailServer | null
  close(): void
}

/**
 * The person wants their own address to send Fleep mail, from an address and a password; when the server does not work
 * they see at which step and why, beside the field that causes it, with everything typed still there.
 */
export function MailServerDialog({ state, account, close }: MailServerDialogProps) {
  const form = useMemo(() => new MailForm(account), [account])
  const { enteredCheck } = state
  const isChecking = enteredCheck?.kind === 'running'
  const stop = () => void run('smtp.cancelCheck', { id: null })

  const checkAndStore = async () => {
    // Enter in the address field comes before leaving it, and the server may still be looked for.
    await form.suggest()
    const checked = await run('smtp.checkEntered', { id: account?.id ?? null, ...form.read() })
    return checked.ok ? store(form) : checked
  }
  return (
    <FormDialog
      title={account ? text('smtp.changeTitle', { address: account.address }) : text('smtp.addTitle')}
      submitLabel={isChecking ? text('smtp.checking') : text('smtp.checkAndSave')}
      submit={checkAndStore}
      close={() => {
        stop()
        close()
      }}
      isWide
      aside={(send, isSending) =>
        isChecking ? (
          <button type="button" onClick={stop}>
            {text('smtp.stopCheck')}
          </button>
        ) : (
          <button type="button" class="link" aria-disabled={isSending} onClick={() => send(() => store(form))}>
            {text('smtp.saveUnchecked')}
          </button>
        )
      }
    >
      {(error) => (
        <>
          <Fields form={form} state={state} error={error} />
          {enteredCheck && <CheckSteps check={enteredCheck} />}
        </>
      )}
    </FormDialog>
  )
}

function Fields({ form, state, error }: { form: MailForm; state: AppState; error: CommandError | null }) {
  const { address, password, host, port, encryption, username } = form.entered.value
  const warning = contradiction(Number(port), encryption) ?? (encryption === 'none' && 'smtp.noEncryptionHelp')
  const isTaken = state.mailServers?.some((other) => other.id !== form.account?.id && other.address === address.trim())
  return (
    <>
      <Field
        id="mail-address"
        label={text('smtp.address')}
        value={address}
        autofocus={!form.account}
        inputMode="email"
        {...(isTaken && { help: text('smtp.second') })}
        error={errorOf(error, 'address')}
        onType={(typed) => form.type('address', typed)}
        onLeave={() => void form.suggest()}
      />
      <PasswordField
        id="mail-password"
        label={text('common.password')}
        value={password}
        autocomplete="new-password"
        autofocus={form.account !== null}
        help={passwordHelp(form, state)}
        error={errorOf(error, 'password')}
        onType={(typed) => form.type('password', typed)}
      />
      <SuggestionNote form={form} />
      <div class="side-by-side host-and-port">
        <Field
          id="mail-host"
          label={text('smtp.server')}
          value={host}
          error={errorOf(error, 'host')}
          onType={(typed) => form.type('host', typed)}
        />
        <Field
          id="mail-port"
          label={text('smtp.port')}
          value={port}
          inputMode="numeric"
          error={errorOf(error, 'port')}
          onType={(typed) => form.type('port', typed.trim())}
        />
      </div>
      <div class="side-by-side">
        <Field
          id="mail-username"
          label={text('smtp.username')}
          value={username}
          error={errorOf(error, 'username')}
          onType={(typed) => form.type('username', typed)}
        />
        <fieldset class="field" aria-describedby="mail-encryption-help mail-encryption-error">
          <legend>{text('smtp.encryption')}</legend>
          <Segments
            name="mail-encryption"
            options={mailEncryptions.map((value) => ({ value, label: nameOf(value) }))}
            value={encryption}
            choose={(chosen) => form.chooseEncryption(chosen)}
          />
          <FieldText id="mail-encryption" help={warning && text(warning)} error={errorOf(error, 'encryption')} />
        </fieldset>
      </div>
    </>
  )
}

function passwordHelp({ account }: MailForm, { mailPasswords, keychainName }: AppState): string | undefined {
  if (!account) return text('smtp.passwordKept', { keychain: keychainName })
  const place = mailPasswords[account.id]?.kind
  if (place === 'stored') return text('smtp.passwordStored', { keychain: keychainName })
  if (place === 'memory-only') return text('smtp.passwordKnown')
  return text('smtp.passwordAtFleep', { keychain: keychainName })
}

async function store(form: MailForm): Promise<CommandResult> {
  const { account } = form
  const { password, ...rest } = form.read()
  if (!account) {
    const added = await run('smtp.add', { ...rest, password: password ?? '' })
    if (added.ok) {
      showSaved('smtp', {
        words: text('smtp.isSetUp', { address: rest.address }),
        undo: removal(added.value.id, rest.address),
      })
    }
    return added
  }
  const changed = await run('smtp.change', { id: account.id, ...rest, password })
  if (changed.ok) showSaved('smtp', changed.value.canUndo ? { undo: takeBack(account.id) } : {})
  return changed
}

/** Undo, and undoing that, are the same command. */
function takeBack(id: string): Change {
  const undo = () => run('smtp.undo', { id })
  return backAndForth(undo, undo)
}
