import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { CommandError } from '../bridge'
import { text } from '../text'
import { FormError, type Submit, useForm } from './use-form'
import './form-dialog.css'

interface FormDialogProps {
  title: string
  submitLabel: string
  /** null hides the button. */
  cancelLabel?: string | null
  /** Sends the command; the dialog closes when it succeeds. */
  submit: Submit
  close(): void
  /** Renders the fields. @param error of the last attempt, for the field that it belongs to */
  children(error: CommandError | null): ComponentChildren
  /** Makes room for fields side by side. */
  isWide?: boolean
  /** Renders a button beside the two. @param send sends another command instead of the form's own */
  aside?(send: (submit: Submit) => void, isSending: boolean): ComponentChildren
}

/** A modal form. Escape and Cancel close it. A failure keeps it open with everything that was typed. */
export function FormDialog(props: FormDialogProps) {
  const { title, submitLabel, cancelLabel = text('common.cancel'), submit, close, children, isWide = false } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // close() of the element returns the focus to the control that opened the dialog. A command that ends after its dialog
  // was closed closes nothing: the next dialog may be open.
  const closeDialog = () => dialog.current?.close()
  const { send, error, isSending, sentFrom } = useForm(submit, closeDialog)
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => focusInvalidField(dialog.current, sentFrom.current), [error])
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
          {props.aside && <div class="aside">{props.aside((other) => void send(other), isSending)}</div>}
          {cancelLabel && (
            <button type="button" onClick={() => dialog.current?.close()}>
              {cancelLabel}
            </button>
          )}
          <button type="submit" class="primary" aria-disabled={isSending}>
            {submitLabel}
            {isSending && <span class="delayed">…</span>}
          </button>
        </div>
      </form>
    </dialog>
  )
}

/** Leaves the focus alone if the user moved to another field while the command ran: they may be typing. */
function focusInvalidField(dialog: HTMLDialogElement | null, sentFrom: Element | null): void {
  const { activeElement } = document
  if (activeElement !== sentFrom && activeElement?.matches('input')) return
  dialog?.querySelector<HTMLElement>('input[aria-invalid="true"]')?.focus()
}
