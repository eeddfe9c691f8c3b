import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { CommandError, CommandResult } from '../bridge'
import { text } from '../text'

export interface FormDialogProps {
  title: string
  submitLabel: string
  /** null where there is nothing to cancel. */
  cancelLabel?: string | null
  /** Sends the command; the dialog closes when it succeeds. */
  submit(): Promise<CommandResult>
  close(): void
  /** @param error of the last try, so that each field can show what is about it */
  children(error: CommandError | null): ComponentChildren
  /** For fields side by side. */
  isWide?: boolean
  /** Another button, apart from the two. @param send sends another command in place of the form's own */
  aside?(send: (submit: Submit) => void, isSending: boolean): ComponentChildren
}

type Submit = () => Promise<CommandResult>

/** A modal form. Escape and Cancel close it; a failure keeps it open with everything typed. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    submitLabel,
    cancelLabel = text('common.cancel'),
    submit,
    close,
    children,
    isWide = false,
    aside,
  } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Closing the dialog itself, while it is there, gives the focus back to what opened it.
  const done = () => (dialog.current ? dialog.current.close() : close())
  const { send, error, isSending, sentFrom } = useForm(submit, done)
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    const { activeElement } = document
    // Who is in another field by now is not called back in the middle of a word.
    if (activeElement !== sentFrom.current && activeElement?.matches('input')) return
    dialog.current?.querySelector<HTMLElement>('input[aria-invalid="true"]')?.focus()
  }, [error])
  return (
    <dialog ref={dialog} class={isWide ? 'wide' : undefined} aria-labelledby={titleId} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <h2 id={titleId}>{title}</h2>
        {children(error)}
        <FormError error={error} />
        <div class="buttons">
          {aside && <div class="aside">{aside((other) => void send(other), isSending)}</div>}
          {cancelLabel && (
            <button type="button" onClick={() => dialog.current?.close()}>
              {cancelLabel}
            </button>
          )}
          <button type="submit" class="primary" aria-disabled={isSending}>
            {submitLabel}
            {isSending && <span class="late">…</span>}
          </button>
        </div>
      </form>
    </dialog>
  )
}

/** Sends a form once at a time and keeps its last error, and where the person was when it was sent. */
export function useForm(submit: Submit, done: () => void) {
  const [error, setError] = useState<CommandError | null>(null)
  const [isSending, setSending] = useState(false)
  const sentFrom = useRef<Element | null>(null)
  const send = async (other: Submit = submit) => {
    if (isSending) return
    sentFrom.current = document.activeElement
    setSending(true)
    setError(null)
    const result = await other()
    setSending(false)
    if (result.ok) done()
    else setError(result.error)
  }
  return { send, error, isSending, sentFrom }
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
