import { useComputed } from '@preact/signals'
import { useState } from 'preact/hooks'
import { type MailCheck, type MailServer, run, type TestEmail } from '../../bridge'
import { state } from '../../state'
import { richText, text } from '../../text'
import { ActionButton } from '../../ui/action-button'
import { formatTime } from '../../ui/format-time'
import { CheckSteps, FailureDetails } from './check-steps'

interface ServerDetailsProps {
  id: string
  mailServer: MailServer
  check: MailCheck | undefined
  /** Names the mail server for a screen reader. */
  name: string
  /** Whether nothing can be sent, because another check runs. */
  isBusy: boolean
  /** Opens the form, if a password is needed. */
  edit(mailServer: MailServer): void
}

/** What Fleep's check and the app's own found, and where the password is. */
export function ServerDetails({ id, mailServer, check, name, isBusy, edit }: ServerDetailsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: its text may be longer than the box, and keys must scroll it.
    <section class="server-details" id={id} aria-label={`${text('smtp.details')}: ${name}`} tabIndex={0}>
      <TestEmailButton mailServer={mailServer} name={name} isBusy={isBusy} edit={edit} />
      <FleepCheck check={mailServer.fleepCheck} />
      <LastCheck check={check} />
      <PasswordNote id={mailServer.id} />
    </section>
  )
}

/** Sends an email to the user themselves. What becomes of it shows as a check. */
function TestEmailButton({ mailServer, name, isBusy, edit }: Omit<ServerDetailsProps, 'id' | 'check'>) {
  const { id } = mailServer
  const send = async () => {
    const result = await run('smtp.sendTest', { id })
    // The password is missing. Every other outcome shows in the state.
    if (!result.ok && result.error.code === 'invalid-input') edit(mailServer)
  }
  return (
    <ActionButton
      label={text('testEmail.send')}
      name={`${text('testEmail.send')}: ${name}`}
      isDisabled={isBusy}
      click={() => void send()}
    />
  )
}

function FleepCheck({ check }: { check: MailServer['fleepCheck'] }) {
  if (check.status === 'working') return <p class="help">{text('smtp.fleepWorks')}</p>
  if (check.status === 'waiting') return <p class="help">{text('smtp.fleepWaits')}</p>
  if (check.status === 'unknown') return <p class="help">{text('smtp.fleepUnknown')}</p>
  return (
    <p class="error">
      {check.description ? richText('smtp.fleepFailsWith', { problem: check.description }) : text('smtp.fleepFails')}
    </p>
  )
}

/** The app's last check of a mail server. */
function LastCheck({ check }: { check: MailCheck | undefined }) {
  if (!check) return <p class="help">{text('smtp.notChecked')}</p>
  return (
    <>
      {check.kind === 'working' && !check.testEmail && (
        <p class="help">{text('smtp.works', { time: formatTime(check.checkedAt) })}</p>
      )}
      {check.kind === 'working' && check.testEmail && <SentEmail email={check.testEmail} sentAt={check.checkedAt} />}
      {check.kind === 'failed' && <FailedCheck check={check} />}
      {check.steps.length > 0 && <CheckSteps steps={check.steps} check={check} />}
      {check.kind === 'failed' && <FailureDetails failure={check.failure} />}
    </>
  )
}

function FailedCheck({ check: { failure, checkedAt } }: { check: MailCheck & { kind: 'failed' } }) {
  const time = formatTime(checkedAt)
  const key = failure.isInDoubt ? 'testEmail.inDoubt' : 'smtp.fails'
  return <p class="error">{text(key, { problem: failure.message, time })}</p>
}

function SentEmail({ email: { to, serverReply }, sentAt }: { email: TestEmail; sentAt: number }) {
  return (
    <>
      <p class="help">{text('testEmail.sent', { address: to, time: formatTime(sentAt) })}</p>
      <p class="help check-detail">
        {text('check.serverSaid')} <q>{serverReply}</q>
      </p>
    </>
  )
}

/** Says that the app knows a password only until it quits, and why. */
function PasswordNote({ id }: { id: string }) {
  const place = useComputed(() => state.mailPasswords.value[id]).value
  const [failure, setFailure] = useState<string | null>(null)
  if (place?.kind !== 'memory-only') return null
  const isUnreadable = place.problem === 'unreadable'
  const keep = async () => {
    setFailure(null)
    const result = await run('smtp.storePasswordAgain', { id, replace: isUnreadable })
    if (!result.ok) {
      setFailure(text('smtp.triedAgain', { time: formatTime(Date.now()), problem: result.error.message }))
    }
  }
  return (
    <div>
      <p>
        {place.explanation} {text('smtp.knownUntilQuit')}
      </p>
      <button type="button" class="link" onClick={() => void keep()}>
        {isUnreadable ? text('keychain.replaceEntry') : text('common.retry')}
      </button>
      <p class="error" role="status">
        {failure}
      </p>
    </div>
  )
}
