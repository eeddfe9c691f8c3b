import { useEffect, useRef, useState } from 'preact/hooks'
import { type CommandResult, run } from '../../bridge'
import { text } from '../../text'
import type { DialogDraft } from '../../ui/use-dialog-draft'
import type { MailDraft, MailForm } from './mail-form'
import { type EnteredMailServer, storeMailServer } from './store-mail-server'

/**
 * Sends the form of a mail server: checks it, and stores it if it works.
 *
 * @returns `stop`: ends the check. Nothing is checked or stored after it, nor after the dialog has closed.
 */
export function useCheckAndStore(form: MailForm, draft: DialogDraft<MailDraft>) {
  const [isChecking, setChecking] = useState(false)
  const running = useRef(new AbortController())
  const stop = () => {
    running.current.abort()
    form.stopSearch()
    void run('smtp.cancelCheck', { id: null })
  }
  useEffect(
    () => () => {
      form.close()
      stop()
    },
    [form],
  )
  const store = (entered: EnteredMailServer) => draft.save(() => storeMailServer(form.mailServer, entered))
  const checkAndStore = async (): Promise<CommandResult> => {
    running.current = new AbortController()
    const { signal } = running.current
    setChecking(true)
    const checked = await Promise.race([check(form, signal), whenStopped(signal)])
    setChecking(false)
    if (signal.aborted) return stopped()
    return checked.ok ? store(checked.value) : checked
  }
  return { isChecking, stop, checkAndStore, storeUnchecked: () => store(form.toInput()) }
}

/** @returns the values that were checked: the user may have typed on since. */
async function check(form: MailForm, signal: AbortSignal): Promise<CommandResult<EnteredMailServer>> {
  // Enter in the address field submits before the search for its server is over.
  await form.suggest()
  if (signal.aborted) return stopped()
  const entered = form.toInput()
  const result = await run('smtp.checkEntered', { id: form.mailServer?.id ?? null, ...entered })
  return result.ok ? { ok: true, value: entered } : result
}

function whenStopped(signal: AbortSignal): Promise<CommandResult<never>> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(stopped()), { once: true }))
}

function stopped(): CommandResult<never> {
  return { ok: false, error: { code: 'cancelled', message: text('smtp.checkStopped'), canRetry: true } }
}
