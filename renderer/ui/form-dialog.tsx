import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CommandError, CommandResult } from '../bridge'

export interface FormDialogProps {
  title: string
  submitLabel: string
  cancelLabel?: string
  /** Sends the command; the dialog closes when it succeeds. */
  submit(): Promise<CommandResult>
  close(): void
  /** @param error of the last try, so that each field can show what is about it */
  children(error: CommandError | null): ComponentChildren
}

/** A modal form. Escape and Cancel close it; a failure keeps it open with everything typed. */
export function FormDialog({ title, submitLabel, cancelLabel = 'Cancel', submit, close, children }: FormDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  // Closing the dialog itself, while it is there, gives the focus back to what opened it.
  const done = () => (dialog.current ? dialog.current.close() : close())
  const { send, error, isSending } = useForm(submit, done)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <h2 id="dialog-title">{title}</h2>
        {children(error)}
        <FormError error={error} />
        <div class="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            {cancelLabel}
          </button>
          <button type="submit" class="primary" aria-disabled={isSending}>
            {submitLabel}
            {isSending && <span class="late">…</span>}
          </button>
        </div>
      </form>
    </dialog>
  )
}

/** Sends a form once at a time and keeps its last error. */
export function useForm(submit: () => Promise<CommandResult>, done: () => void) {
  const [error, setError] = useState<CommandError | null>(null)
  const [isSending, setSending] = useState(false)
  const send = async () => {
    if (isSending) return
    setSending(true)
    const result = await submit()
    setSending(false)
    setError(result.ok ? null : result.error)
    if (result.ok) done()
  }
  return { send, error, isSending }
}

/** An error that is about no field. */
export function FormError({ error }: { error: CommandError | null }) {
  if (!error || error.field) return null
  return (
    <p class="error" role="alert">
      {error.message}
    </p>
  )
}

/** @returns the sentence for a field, if the error is about it */
export function errorOf(error: CommandError | null, field: string): string | undefined {
  return error?.field === field ? error.message : undefined
}
