import { useComputed } from '@preact/signals'
import { useState } from 'preact/hooks'
import { type MailCheck, type MailServer, run } from '../../bridge'
import { state } from '../../state'
import { richText, text } from '../../text'
import { ActionButton } from '../../ui/action-button'
import { ForeignText } from '../../ui/foreign-text'
import { formatTime } from '../../ui/format-time'
import { encryptionName } from './port-and-encryption'
import { ServerDetails } from './server-details'

/** Host, port and encryption, and the user name if it differs from the address. */
export function ServerText({ mailServer }: { mailServer: MailServer }) {
  const { address, host, port, encryption, username } = mailServer
  return (
    <p class="help">
      {port === null ? <ForeignText text={host} /> : richText('smtp.hostAndPort', { host, port: String(port) })} ·{' '}
      {encryption ? encryptionName(encryption) : text('smtp.noEncryption')}
      {username !== address && <> · {richText('smtp.asUser', { username })}</>}
    </p>
  )
}

interface ServerStatusProps {
  mailServer: MailServer
  /** Names the mail server for a screen reader. */
  name: string
  isGone: boolean
  /** Opens the form, if a password is needed. */
  edit(mailServer: MailServer): void
}

/** Whether a mail server works, in one line that keeps its height, and the details if the user opens them. */
export function ServerStatus({ mailServer, name, isGone, edit }: ServerStatusProps) {
  const { id } = mailServer
  const [isOpen, setOpen] = useState(false)
  const check = useComputed(() => state.mailChecks.value[id]).value
  const isForgotten = useComputed(() => state.mailPasswords.value[id]?.kind === 'memory-only').value
  const { kind, sentence } = summarize(mailServer, check)
  const detailsId = `details-of-${id}`
  return (
    <>
      <div class="server-status">
        <p
          class={isGone ? 'help' : kind}
          role="status"
          aria-live={check ? 'polite' : 'off'}
          {...(!isGone && { title: sentence })}
        >
          {!isGone && (check?.kind === 'running' ? <RunningCheck sentence={sentence} /> : sentence)}
          {isForgotten && <span class="help"> · {text('smtp.untilQuit')}</span>}
        </p>
        {check?.kind === 'running' && !isGone && (
          <ActionButton
            label={text('common.stop')}
            name={`${text('common.stop')}: ${name}`}
            click={() => void run('smtp.cancelCheck', { id })}
          />
        )}
        <button
          type="button"
          class="link"
          aria-label={`${text('smtp.details')}: ${name}`}
          aria-disabled={isGone}
          aria-expanded={isOpen}
          {...(isOpen && { 'aria-controls': detailsId })}
          onClick={() => !isGone && setOpen(!isOpen)}
        >
          {text('smtp.details')}
        </button>
      </div>
      {isOpen && (
        <ServerDetails
          id={detailsId}
          mailServer={mailServer}
          check={check}
          name={name}
          isBusy={isGone || check?.kind === 'running'}
          edit={edit}
        />
      )}
    </>
  )
}

/** A screen reader hears that a check began, and how it ended, but not each step. */
function RunningCheck({ sentence }: { sentence: string }) {
  return (
    <>
      <span class="visually-hidden">{text('smtp.checking')}</span>
      <span aria-hidden="true">{sentence}</span>
    </>
  )
}

interface Status {
  kind: 'help' | 'help saved' | 'error'
  sentence: string
}

/** Combines Fleep's check and the app's own into one sentence. Only Fleep sends email through the mail server. */
function summarize({ fleepCheck }: MailServer, check: MailCheck | undefined): Status {
  const isRefusedByFleep = fleepCheck.status === 'failed'
  if (check?.kind === 'running') {
    const step = text(`check.step.${check.step}`)
    const isTestEmail = check.steps.includes('send')
    return {
      kind: 'help',
      sentence: isTestEmail ? text('testEmail.sending', { step }) : text('smtp.checkingStep', { step }),
    }
  }
  if (check?.kind === 'failed') {
    const { message, isInDoubt } = check.failure
    if (isInDoubt) return { kind: 'error', sentence: message }
    const isWorking = fleepCheck.status === 'working'
    return { kind: 'error', sentence: text(isWorking ? 'smtp.failsHere' : 'smtp.failsNow', { problem: message }) }
  }
  if (isRefusedByFleep) {
    return { kind: 'error', sentence: text(check ? 'smtp.worksOnlyHere' : 'smtp.fleepFails') }
  }
  if (check?.testEmail) {
    const time = formatTime(check.checkedAt)
    return { kind: 'help saved', sentence: text('testEmail.sent', { address: check.testEmail.to, time }) }
  }
  if (check) return { kind: 'help saved', sentence: text('smtp.worksAt', { time: formatTime(check.checkedAt) }) }
  if (fleepCheck.status === 'working') return { kind: 'help saved', sentence: text('smtp.worksForFleep') }
  return { kind: 'help', sentence: text('smtp.notCheckedYet') }
}
