import { useMemo } from 'preact/hooks'
import { type AppState, type CommandError, type CommandResult, run, type SmtpAccount } from '../../bridge'
import { backAndForth, type Change, showSaved } from '../../saving'
import { Field, FieldText, PasswordField } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { Segments } from '../../ui/segments'
import { CheckSteps } from './check-steps'
import { MailForm } from './mail-form'
import { contradiction, encryptionNames } from './port-and-encryption'
import { removal } from './removal'
import { SuggestionNote } from './suggestion-note'

export interface MailServerDialogProps {
  state: AppState
  /** null sets up a new one. */
  account: SmtpAccount | null
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
      title={account ? `Change ${account.address}` : 'Add a mail server'}
      submitLabel={isChecking ? 'Checking' : 'Check and save'}
      submit={checkAndStore}
      close={() => {
        stop()
        close()
      }}
      isWide
      aside={(send) =>
        isChecking ? (
          <button type="button" onClick={stop}>
            Stop the check
          </button>
        ) : (
          <button type="button" class="link" onClick={() => send(() => store(form))}>
            Save unchecked
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
  const isTaken = state.smtpAccounts?.some((other) => other.id !== form.account?.id && other.address === address.trim())
  return (
    <>
      <Field
        id="mail-address"
        label="Email address"
        value={address}
        autofocus={!form.account}
        inputMode="email"
        {...(isTaken && { help: 'There is a mail server for this address already. This will be a second one.' })}
        error={errorOf(error, 'address')}
        onType={(typed) => form.type('address', typed)}
        onLeave={() => void form.suggest()}
      />
      <PasswordField
        id="mail-password"
        label="Password"
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
          label="Server"
          value={host}
          error={errorOf(error, 'host')}
          onType={(typed) => form.type('host', typed)}
        />
        <Field
          id="mail-port"
          label="Port"
          value={port}
          inputMode="numeric"
          error={errorOf(error, 'port')}
          onType={(typed) => form.type('port', typed.trim())}
        />
      </div>
      <div class="side-by-side">
        <Field
          id="mail-username"
          label="User name"
          value={username}
          error={errorOf(error, 'username')}
          onType={(typed) => form.type('username', typed)}
        />
        <fieldset class="field" aria-describedby="mail-encryption-help mail-encryption-error">
          <legend>Encryption</legend>
          <Segments
            name="mail-encryption"
            options={(['tls', 'starttls', 'none'] as const).map((value) => ({ value, label: encryptionNames[value] }))}
            value={encryption}
            choose={(chosen) => form.chooseEncryption(chosen)}
          />
          <FieldText
            id="mail-encryption"
            help={contradiction(Number(port), encryption) ?? (encryption === 'none' && plainTextWarning)}
            error={errorOf(error, 'encryption')}
          />
        </fieldset>
      </div>
    </>
  )
}

const plainTextWarning =
  'Without encryption, your password and your mail can be read on their way. Only for a server in your own network.'

function passwordHelp({ account }: MailForm, { mailPasswords, keychainName }: AppState): string | undefined {
  if (!account) return `Kept by Fleep, and in ${keychainName} on this computer.`
  const place = mailPasswords[account.id]?.kind
  if (place === 'stored') return `Stored in ${keychainName}. Leave this empty to keep it.`
  if (place === 'memory-only') return 'Known until you quit. Leave this empty to keep it.'
  return `Fleep has it, ${keychainName} on this computer does not. Enter it to check the server.`
}

async function store(form: MailForm): Promise<CommandResult> {
  const { account } = form
  const { password, ...rest } = form.read()
  if (!account) {
    const added = await run('smtp.add', { ...rest, password: password ?? '' })
    if (added.ok) {
      showSaved('smtp', { words: `${rest.address} is set up`, undo: removal(added.value.id, rest.address) })
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
