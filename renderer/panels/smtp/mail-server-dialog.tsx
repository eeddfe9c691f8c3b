import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type CommandError, type MailCheck, type MailServer, stepsOf } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { useDialogDraft } from '../../ui/use-dialog-draft'
import { CheckSteps, FailureDetails, hasDetails } from './check-steps'
import { initialDraft, MailForm } from './mail-form'
import { MailServerFields } from './mail-server-fields'
import { useCheckAndStore } from './use-check-and-store'
import './mail-server-dialog.css'

interface MailServerDialogProps {
  /** null adds a new one. */
  mailServer: MailServer | null
  close(): void
}

/** Adds or changes a mail server. It is checked before it is stored, and a failed check shows at the field that caused it. */
export function MailServerDialog({ mailServer, close }: MailServerDialogProps) {
  const draft = useDialogDraft(`mail-server-${mailServer?.id ?? 'new'}`, initialDraft(mailServer))
  const form = useMemo(() => new MailForm(mailServer, draft), [draft])
  const { isChecking, stop, checkAndStore, storeUnchecked } = useCheckAndStore(form, draft)
  return (
    <FormDialog
      title={mailServer ? text('smtp.changeTitle', { address: mailServer.address }) : text('smtp.addTitle')}
      submitLabel={text('smtp.checkAndSave')}
      submit={checkAndStore}
      stop={isChecking ? stop : null}
      close={close}
      isWide
      aside={(send, isSending) => (
        <button type="button" class="link" aria-disabled={isSending} onClick={() => !isSending && send(storeUnchecked)}>
          {text('smtp.saveUnchecked')}
        </button>
      )}
    >
      {(error, clearError) => (
        <div class="mail-form">
          <MailServerFields form={form} error={error} clearError={clearError} />
          <CheckOfForm form={form} isChecking={isChecking} error={error} />
        </div>
      )}
    </FormDialog>
  )
}

interface CheckOfFormProps {
  form: MailForm
  isChecking: boolean
  /** Of the last attempt. */
  error: CommandError | null
}

/** The steps of the check, and what its server said if the user wants to know. Both have their place at all times. */
function CheckOfForm({ form, isChecking, error }: CheckOfFormProps) {
  const [isOpen, setOpen] = useState(false)
  // Once its field was corrected, a failure is out of date.
  const isOutdated = error?.code !== 'check-failed' && !isChecking
  const check = isOutdated ? null : state.enteredCheck.value
  const failure = failureOf(check)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChecking) place.current?.querySelector('.check-steps')?.scrollIntoView({ block: 'nearest' })
  }, [isChecking])
  useEffect(() => {
    if (isOpen) place.current?.querySelector('#check-details')?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  return (
    <div ref={place} class="check-of-form">
      <CheckSteps steps={check?.steps ?? stepsOf(form.fields.encryption)} check={check} />
      <div class="check-outcome">
        {failure && (
          <button
            type="button"
            class="link"
            aria-expanded={isOpen}
            {...(isOpen && { 'aria-controls': 'check-details' })}
            onClick={() => setOpen(!isOpen)}
          >
            {text('smtp.details')}
          </button>
        )}
      </div>
      {failure && isOpen && (
        <div id="check-details">
          <FailureDetails failure={failure} />
        </div>
      )}
      <span class="visually-hidden" role="status">
        {isChecking && text('smtp.checking')}
      </span>
    </div>
  )
}

/** @returns the failure of a check, if there is more to say than its message */
function failureOf(check: MailCheck | null) {
  return check?.kind === 'failed' && hasDetails(check.failure) ? check.failure : null
}
