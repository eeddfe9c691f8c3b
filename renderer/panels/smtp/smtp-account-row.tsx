import { useState } from 'preact/hooks'
import { type CommandError, type MailCheck, type PasswordPlace, run, type SmtpAccount } from '../../bridge'
import { make, save, setIdle } from '../../saving'
import { state } from '../../state'
import { ForeignText } from '../../ui/foreign-text'
import { FormDialog } from '../../ui/form-dialog'
import { SavingNote } from '../../ui/saving-note'
import { timeOf } from '../../ui/time'
import { CheckSteps } from './check-steps'
import { encryptionNames } from './port-and-encryption'
import { removal } from './removal'

/** An account, how the last check of it went, and where its password is. */
export interface ListedAccount {
  account: SmtpAccount
  check: MailCheck | undefined
  place: PasswordPlace | undefined
}

export interface SmtpAccountRowProps extends ListedAccount {
  /** Opens the form, also where a check or a change needs something that only the person knows. */
  edit(): void
}

export function SmtpAccountRow({ account, check, place, edit }: SmtpAccountRowProps) {
  const [isRemoving, setRemoving] = useState(false)
  const { id, address } = account
  /** Where it is not known yet whether the password is here, the command finds out. */
  const hasPassword = place?.kind !== 'elsewhere'

  const tryIt = async () => {
    if (!hasPassword) return edit()
    const result = await run('smtp.check', { id })
    // Something is missing that only the person knows. How the check itself went shows in the state.
    if (!result.ok && result.error.code === 'invalid-input') edit()
  }
  const remove = async () => {
    if (!hasPassword) return setRemoving(true)
    const result = await make('smtp', removal(id, address))
    if (result.ok || !isAboutPassword(result.error)) return
    // It could not be undone, so the person is asked first.
    setIdle('smtp')
    setRemoving(true)
  }
  /** Two accounts may have the same address. */
  const named = (words: string) => `${words}: ${address}, ${account.host}`
  return (
    <li class="row with-actions">
      <div class="row-text">
        <p class="row-label">
          {address} {account.isDefault && <span class="badge">Default</span>}
        </p>
        <p class="help">{serverOf(account)}</p>
        <FleepCheck check={account.fleepCheck} />
        <OwnCheck check={check} stop={() => void run('smtp.cancelCheck', { id })} />
        <PasswordNote id={id} place={place} />
      </div>
      <div class="row-actions">
        <button type="button" class="link" aria-label={named('Check')} onClick={() => void tryIt()}>
          Check
        </button>
        <button type="button" class="link" aria-label={named('Change')} onClick={edit}>
          Change…
        </button>
        {!account.isDefault && <MakeDefault account={account} label={named('Make default')} />}
        <button type="button" class="link" aria-label={named('Remove')} onClick={() => void remove()}>
          {hasPassword ? 'Remove' : 'Remove…'}
        </button>
      </div>
      <SavingNote id={`smtp-${id}`} />
      {isRemoving && <RemoveDialog account={account} close={() => setRemoving(false)} />}
    </li>
  )
}

function MakeDefault({ account, label }: { account: SmtpAccount; label: string }) {
  const makeDefault = () => {
    const before = state.value?.smtpAccounts?.find(({ isDefault }) => isDefault)?.id
    return save(
      `smtp-${account.id}`,
      () => run('smtp.makeDefault', { id: account.id }),
      before === undefined ? undefined : () => run('smtp.makeDefault', { id: before }),
    )
  }
  return (
    <button type="button" class="link" aria-label={label} onClick={() => void makeDefault()}>
      Make default
    </button>
  )
}

/** Nothing was removed, since the password to set the account up again is not at hand. */
function isAboutPassword({ code }: CommandError): boolean {
  return code === 'invalid-input' || code.startsWith('keychain-')
}

/** The user name only where it is another than the address, as it seldom is. */
function serverOf({ address, host, port, encryption, username }: SmtpAccount) {
  const server = (
    <>
      {shown(host)}
      {port !== null && `, port ${port}`}
    </>
  )
  const encrypted = encryption ? encryptionNames[encryption] : 'no encryption'
  const user = username !== address && <>as {shown(username)}</>
  return (
    <>
      {server} · {encrypted}
      {user && <> · {user}</>}
    </>
  )
}

const shown = (text: string) => <ForeignText text={text} />

function FleepCheck({ check }: { check: SmtpAccount['fleepCheck'] }) {
  if (check.status === 'working') return <p class="help saved">Fleep can send through it</p>
  if (check.status === 'waiting') return <p class="help">Fleep has not tried it yet</p>
  return <p class="error">Fleep cannot send through it{check.description && <>: {shown(check.description)}</>}</p>
}

function OwnCheck({ check, stop }: { check: MailCheck | undefined; stop(): void }) {
  if (!check) return <p class="help">Not checked from this computer yet</p>
  if (check.kind === 'working') {
    return (
      <p class="help saved" role="status">
        It works from this computer, checked at {timeOf(check.checkedAt)}
      </p>
    )
  }
  return (
    <div role="status">
      {check.kind === 'failed' && (
        <p class="error">
          It does not work from this computer: {check.failure.message} ({timeOf(check.checkedAt)})
        </p>
      )}
      <CheckSteps check={check} />
      {check.kind === 'running' && (
        <button type="button" class="link" onClick={stop}>
          Stop the check
        </button>
      )}
    </div>
  )
}

/** Only what is out of the ordinary about the password. */
function PasswordNote({ id, place }: { id: string; place: PasswordPlace | undefined }) {
  const [failedAgain, setFailedAgain] = useState<string | null>(null)
  if (place?.kind !== 'memory-only') return null
  const isUnreadable = place.problem === 'unreadable'
  const keep = async () => {
    setFailedAgain(null)
    const result = await run('smtp.keepPassword', { id, replace: isUnreadable })
    if (!result.ok) setFailedAgain(`Tried again at ${timeOf(Date.now())}: ${result.error.message}`)
  }
  return (
    <div class="banner info" role="status">
      <p>
        {place.explanation} It is known until you quit. {failedAgain && <span class="error">{failedAgain}</span>}
      </p>
      <button type="button" onClick={() => void keep()}>
        {isUnreadable ? 'Replace the entry' : 'Retry'}
      </button>
    </div>
  )
}

/** It cannot be undone: the password is not at hand, and Fleep never gives it back. */
function RemoveDialog({ account, close }: { account: SmtpAccount; close(): void }) {
  return (
    <FormDialog
      title={`Remove ${account.address}?`}
      submitLabel="Remove"
      submit={() => run('smtp.remove', { id: account.id, canUndo: false })}
      close={close}
    >
      {() => (
        <p>Fleep will no longer send through {shown(account.host)}. To set it up again you will need its password.</p>
      )}
    </FormDialog>
  )
}
