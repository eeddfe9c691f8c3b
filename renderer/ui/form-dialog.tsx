import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useId, useRef, useState } from 'preact/hooks'
import type { CommandError } from '../bridge'
import { text } from '../text'
import { useDialogFields } from '../unsaved'
import { ErrorBoundary } from './error-boundary'
import { isDraftShown } from './use-dialog-draft'
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
  /**
   * Ends what runs before the form is sent, such as a check; null if nothing does. It takes the place of the submit
   * button, and Escape and Cancel do it instead of closing the dialog.
   */
  stop?: (() => void) | null
  /**
   * Renders the fields.
   *
   * @param error of the last attempt, for the field that it belongs to. It goes when that field is edited
   * @param clearError for a change that makes the error out of date in another way
   */
  children(error: CommandError | null, clearError: () => void): ComponentChildren
  /** Makes room for fields side by side. */
  isWide?: boolean
  /** Renders a button beside the two. @param send sends another command instead of the form's own */
  aside?(send: (submit: Submit) => void, isSending: boolean): ComponentChildren
}

/** A modal form. Escape and Cancel close it. A failure keeps it open with everything that was typed. */
export function FormDialog(props: FormDialogProps) {
  const { title, submitLabel, cancelLabel = text('common.cancel'), submit, close, children, isWide = false } = props
  const { stop = null } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const isClosed = useRef(false)
  const onClose = () => {
    isClosed.current = true
    close()
  }
  // A command that ends after the user closed the dialog closes nothing: the next dialog may be open. close() of the
  // element returns the focus to the control that opened the dialog; it is gone if the command changed the view.
  const restoreCaret = useCaret()
  const closeDialog = () => {
    if (dialog.current) {
      dialog.current.close()
      restoreCaret()
    } else if (!isClosed.current) onClose()
  }
  const { send, error, clearError, isSending, sending, formProps } = useForm(submit, closeDialog)
  useEffect(() => dialog.current?.showModal(), [])
  const { isTyped, noteTyped } = useTypedText(dialog)
  useDialogFields(titleId, title, { isEntered: isTyped, sending })
  return (
    <dialog
      ref={dialog}
      class={isWide ? 'wide' : undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        if (!stop) return
        event.preventDefault()
        stop()
      }}
      onClose={onClose}
      onInput={noteTyped}
    >
      <form {...formProps}>
        <h2 id={titleId}>{title}</h2>
        <ErrorBoundary>
          <Contents render={() => children(error, clearError)} />
        </ErrorBoundary>
        <div class="dialog-end">
          <FormError error={error} />
          <div class="buttons">
            {props.aside && <div class="aside">{props.aside((other) => void send(other), isSending)}</div>}
            {cancelLabel && (
              <button type="button" onClick={stop ?? closeDialog}>
                {cancelLabel}
              </button>
            )}
            <span class="submit-place" data-label={submitLabel}>
              {stop ? (
                <button key="stop" type="button" onClick={stop}>
                  {text('common.stop')}
                </button>
              ) : (
                <button key="submit" type="submit" class="primary" aria-disabled={isSending}>
                  {submitLabel}
                  {isSending && <span class="delayed">…</span>}
                </button>
              )}
            </span>
          </div>
        </div>
      </form>
    </dialog>
  )
}

/** Rendered apart from the dialog, so that the dialog can still be closed when this throws. */
function Contents({ render }: { render(): ComponentChildren }) {
  return <>{render()}</>
}

const textControls = 'textarea, input:not([type=checkbox], [type=radio], [type=range])'

/** Whether a dialog has a text that the user typed in it, now or when it was open before. */
function useTypedText(dialog: { readonly current: HTMLDialogElement | null }) {
  const typedIn = useRef(new Set<EventTarget>())
  const isTyped = useCallback(() => {
    const controls = [...(dialog.current?.querySelectorAll<HTMLInputElement>(textControls) ?? [])]
    const isAnyTyped = controls.some((control) => typedIn.current.has(control) && control.value.trim() !== '')
    return isAnyTyped || (controls.length > 0 && isDraftShown())
  }, [])
  const noteTyped = ({ target }: Event) => void (target && typedIn.current.add(target))
  return { isTyped, noteTyped }
}

/**
 * The field that gets the focus back has lost its caret if a click closed the dialog, and with it takes no keys.
 *
 * @returns to be called after the dialog has closed
 */
function useCaret(): () => void {
  const [before] = useState(() => {
    const field = document.activeElement
    const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
    return isText ? { field, start: field.selectionStart, end: field.selectionEnd } : null
  })
  return () => {
    if (!before || document.activeElement !== before.field) return
    // Some types, such as email, let no program set the caret.
    if (before.start === null) before.field.select()
    else before.field.setSelectionRange(before.start, before.end)
  }
}
