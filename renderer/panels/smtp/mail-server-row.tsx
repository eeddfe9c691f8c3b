import { useState } from 'preact/hooks'
import { type CommandError, type MailCheck, type MailServer, type PasswordPlace, run } from '../../bridge'
import { make, save, setIdle } from '../../saving'
import { state } from '../../state'
import { rich, text } from '../../text'
import { ForeignText } from '../../ui/foreign-text'
import { FormDialog } from '../../ui/form-dialog'
import { formatTime } from '../../ui/format-time'
import { SavingNote } from '../../ui/saving-note'
import { CheckSteps } from './check-steps'
import { nameOf } from './port-and-encryption'
import { removal } from './removal'

/** An account, how the last check of it went, and where its password is. */
export interface ListedAccount {
  account: MailServer
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
          {address} {account.isDefault && <span class="badge">{text('smtp.default')}</span>}
        </p>
        <p class="help">{serverOf(account)}</p>
        <FleepCheck check={account.fleepCheck} />
        <OwnCheck check={check} stop={() => void run('smtp.cancelCheck', { id })} />
        <PasswordNote id={id} place={place} />
      </div>
      <div class="row-actions">
        <button type="button" class="link" aria-label={named(text('smtp.check'))} onClick={() => void tryIt()}>
          {text('smtp.check')}
        </button>
        <button type="button" class="link" aria-label={named(text('common.change'))} onClick={edit}>
          {text('common.changeAsking')}
        </button>
        {!account.isDefault && <MakeDefault account={account} label={named(text('smtp.makeDefault'))} />}
        <button type="button" class="link" aria-label={named(text('common.remove'))} onClick={() => void remove()}>
          {hasPassword ? text('common.remove') : text('common.removeAsking')}
        </button>
      </div>
      <SavingNote id={`smtp-${id}`} />
      {isRemoving && <RemoveDialog account={account} close={() => setRemoving(false)} />}
    </li>
  )
}

function MakeDefault({ account, label }: { account: MailServer; label: string }) {
  const makeDefault = () => {
    const before = state.value?.mailServers?.find(({ isDefault }) => isDefault)?.id
    return save(
      `smtp-${account.id}`,
      () => run('smtp.makeDefault', { id: account.id }),
      before === undefined ? undefined : () => run('smtp.makeDefault', { id: before }),
    )
  }
  return (
    <button type="button" class="link" aria-label={label} onClick={() => void makeDefault()}>
      {text('smtp.makeDefault')}
    </button>
  )
}

/** Nothing was removed, since the password to set the account up again is not at hand. */
function isAboutPassword({ code }: CommandError): boolean {
  return code === 'invalid-input' || code.startsWith('keychain-')
}

/** The user name only where it is another than the address, as it seldom is. */
function serverOf({ address, host, port, encryption, username }: MailServer) {
  const server = <>{port === null ? shown(host) : rich('smtp.hostAndPort', { host, port: String(port) })}</>
  const encrypted = encryption ? nameOf(encryption) : text('smtp.noEncryption')
  const user = username !== address && rich('smtp.asUser', { username })
  return (
    <>
      {server} · {encrypted}
      {user && <> · {user}</>}
    </>
  )
}

const shown = (text: string) => <ForeignText text={text} />

function FleepCheck({ check }: { check: MailServer['fleepCheck'] }) {
  if (check.status === 'working') return <p class="help saved">{text('smtp.fleepWorks')}</p>
  if (check.status === 'waiting') return <p class="help">{text('smtp.fleepWaits')}</p>
  return (
    <p class="error">
      {check.description ? rich('smtp.fleepFailsWith', { problem: check.description }) : text('smtp.fleepFails')}
    </p>
  )
}

function OwnCheck({ check, stop }: { check: MailCheck | undefined; stop(): void }) {
  if (!check) return <p class="help">{text('smtp.notChecked')}</p>
  if (check.kind === 'working') {
    return (
      <p class="help saved" role="status">
        {text('smtp.works', { time: formatTime(check.checkedAt) })}
      </p>
    )
  }
  return (
    <div role="status">
      {check.kind === 'failed' && (
        <p class="error">{text('smtp.fails', { problem: check.failure.message, time: formatTime(check.checkedAt) })}</p>
      )}
      <CheckSteps check={check} />
      {check.kind === 'running' && (
        <button type="button" class="link" onClick={stop}>
          {text('smtp.stopCheck')}
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
    if (!result.ok)
      setFailedAgain(text('smtp.triedAgain', { time: formatTime(Date.now()), problem: result.error.message }))
  }
  return (
    <div class="banner info" role="status">
      <p>
        {place.explanation} {text('smtp.knownUntilQuit')} {failedAgain && <span class="error">{failedAgain}</span>}
      </p>
      <button type="button" onClick={() => void keep()}>
        {isUnreadable ? text('keychain.replaceEntry') : text('common.retry')}
      </button>
    </div>
  )
}

/** It cannot be undone: the password is not at hand, and Fleep never gives it back. */
function RemoveDialog({ account, close }: { account: MailServer; close(): void }) {
  return (
    <FormDialog
      title={text('common.removeTitle', { what: account.address })}
      submitLabel={text('common.remove')}
      submit={() => run('smtp.remove', { id: account.id, canUndo: false })}
      close={close}
    >
      {() => <p>{rich('smtp.removeText', { host: account.host })}</p>}
    </FormDialog>
  )
}
