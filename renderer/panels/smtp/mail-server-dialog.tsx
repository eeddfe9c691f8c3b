import { useMemo } from 'preact/hooks'
import { type MailServer, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { FormDialog } from '../../ui/form-dialog'
import { CheckSteps } from './check-steps'
import { MailForm } from './mail-form'
import { MailServerFields } from './mail-server-fields'
import { storeMailServer } from './store-mail-server'

interface MailServerDialogProps {
  /** null adds a new one. */
  mailServer: MailServer | null
  close(): void
}

const cancelCheck = () => void run('smtp.cancelCheck', { id: null })

/** Adds or changes a mail server. It is checked before it is stored, and a failed check shows at the field that caused it. */
export function MailServerDialog({ mailServer, close }: MailServerDialogProps) {
  const form = useMemo(() => new MailForm(mailServer), [mailServer])
  const check = state.enteredCheck.value
  const isChecking = check?.kind === 'running'
  const checkAndStore = async () => {
    // Enter in the address field submits before the search for its server is over.
    await form.suggest()
    const entered = form.toInput()
    const checked = await run('smtp.checkEntered', { id: mailServer?.id ?? null, ...entered })
    return checked.ok ? storeMailServer(mailServer, entered) : checked
  }
  return (
    <FormDialog
      title={mailServer ? text('smtp.changeTitle', { address: mailServer.address }) : text('smtp.addTitle')}
      submitLabel={isChecking ? text('smtp.checking') : text('smtp.checkAndSave')}
      submit={checkAndStore}
      close={() => {
        cancelCheck()
        close()
      }}
      isWide
      aside={(send, isSending) =>
        isChecking ? (
          <button type="button" onClick={cancelCheck}>
            {text('smtp.stopCheck')}
          </button>
        ) : (
          <button
            type="button"
            class="link"
            aria-disabled={isSending}
            onClick={() => send(() => storeMailServer(mailServer, form.toInput()))}
          >
            {text('smtp.saveUnchecked')}
          </button>
        )
      }
    >
      {(error) => (
        <>
          <MailServerFields form={form} error={error} />
          {check && <CheckSteps check={check} />}
        </>
      )}
    </FormDialog>
  )
}
