import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useId, useRef } from 'preact/hooks'
import type { CommandError } from '../bridge'
import { text } from '../text'
import { useDialogFields } from '../unsaved'
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
  const closeDialog = () => {
    if (dialog.current) dialog.current.close()
    else if (!isClosed.current) onClose()
  }
  const { send, error, clearError, isSending, formProps } = useForm(submit, closeDialog)
  useEffect(() => dialog.current?.showModal(), [])
  const noteTyped = useTypedText(titleId, title)
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
        {children(error, clearError)}
        <FormError error={error} />
        <div class="buttons">
          {props.aside && <div class="aside">{props.aside((other) => void send(other), isSending)}</div>}
          {cancelLabel && (
            <button type="button" onClick={stop ?? (() => dialog.current?.close())}>
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
      </form>
    </dialog>
  )
}

const textControls = 'textarea, input:not([type=checkbox], [type=radio], [type=range])'

/**
 * Lets quitting name the dialog while a text that the user typed in it is there.
 *
 * @returns the handler of the dialog's input events
 */
function useTypedText(id: string, title: string): (event: Event) => void {
  const typedIn = useRef(new Set<HTMLInputElement>())
  const isTyped = useCallback(
    () => [...typedIn.current].some(({ isConnected, value }) => isConnected && value.trim() !== ''),
    [],
  )
  useDialogFields(id, title, isTyped)
  return ({ target }) => {
    if (target instanceof HTMLElement && target.matches(textControls)) typedIn.current.add(target as HTMLInputElement)
  }
}
