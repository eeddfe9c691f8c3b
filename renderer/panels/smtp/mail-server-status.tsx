import { useComputed } from '@preact/signals'
import { useState } from 'preact/hooks'
import { type MailServer, run } from '../../bridge'
import { state } from '../../state'
import { richText, text } from '../../text'
import { ForeignText } from '../../ui/foreign-text'
import { formatTime } from '../../ui/format-time'
import { CheckSteps } from './check-steps'
import { encryptionName } from './port-and-encryption'
import './mail-server-status.css'
import '../../ui/banner.css'

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

/** The result of Fleep's own check. */
export function FleepCheck({ check }: { check: MailServer['fleepCheck'] }) {
  if (check.status === 'working') return <p class="help saved">{text('smtp.fleepWorks')}</p>
  if (check.status === 'waiting') return <p class="help">{text('smtp.fleepWaits')}</p>
  return (
    <p class="error">
      {check.description ? richText('smtp.fleepFailsWith', { problem: check.description }) : text('smtp.fleepFails')}
    </p>
  )
}

/** The app's last check of a mail server. */
export function LastCheck({ id }: { id: string }) {
  const check = useComputed(() => state.mailChecks.value[id]).value
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
        <button type="button" class="link" onClick={() => void run('smtp.cancelCheck', { id })}>
          {text('smtp.stopCheck')}
        </button>
      )}
    </div>
  )
}

/** Says that the app knows a password only until it quits, and why. */
export function PasswordNote({ id }: { id: string }) {
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
    <div class="banner info" role="status">
      <p>
        {place.explanation} {text('smtp.knownUntilQuit')} {failure && <span class="error">{failure}</span>}
      </p>
      <button type="button" onClick={() => void keep()}>
        {isUnreadable ? text('keychain.replaceEntry') : text('common.retry')}
      </button>
    </div>
  )
}
