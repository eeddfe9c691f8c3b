import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { CommandError, CommandResult } from '../bridge'
import './form-text.css'

/** Sends a command. */
export type Submit = () => Promise<CommandResult>

/** Two presses of Enter within this time, in milliseconds, are one: a hand that trembles, or an impatient one. */
const doublePressTime = 300

/**
 * Sends a form, once at a time, and keeps the error of the last attempt until the user corrects what it is about.
 *
 * @param submit the form's own command; `send` may send another one instead
 * @param onDone called when a command succeeds
 * @returns `sending`: gives the command that runs, and stays the same function; `formProps`: for the form element; `clearError`: for a change that makes the error out of date in another way
 */
export function useForm(submit: Submit, onDone: () => void) {
  const [error, setError] = useState<CommandError | null>(null)
  const [isSending, setSending] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  // Unlike the state, it changes at once: a second submit may come before the next render.
  const running = useRef<Promise<CommandResult> | null>(null)
  const sentFrom = useRef<Element | null>(null)
  const send = async (other: Submit = submit) => {
    if (running.current) return
    sentFrom.current = document.activeElement
    setSending(true)
    setError(null)
    running.current = other()
    const result = await running.current
    running.current = null
    setSending(false)
    if (result.ok) onDone()
    else setError(result.error)
  }
  useEffect(() => focusInvalidField(form.current, sentFrom.current), [error])
  const { forget, ...singlePress } = useSinglePress()
  const formProps = {
    ref: form,
    ...singlePress,
    onSubmit: (event: Event) => {
      event.preventDefault()
      void send()
    },
    onInput: ({ target }: Event) => {
      forget()
      if (error && isAbout(form.current, target)) setError(null)
    },
  }
  const sending = useCallback(() => running.current, [])
  return { send, error, clearError: () => setError(null), isSending, sending, formProps }
}

/** Lets a key that is held down, and the second click of a double click, submit nothing. */
function useSinglePress() {
  const lastEnter = useRef(Number.NEGATIVE_INFINITY)
  return {
    /** To be called when something is typed: the next press is another one. */
    forget: () => {
      lastEnter.current = Number.NEGATIVE_INFINITY
    },
    onKeyDown: (event: KeyboardEvent) => {
      const isEnter = event.key === 'Enter' && (event.target as Element).matches('input')
      const isAgain = event.repeat || event.timeStamp - lastEnter.current < doublePressTime
      lastEnter.current = isEnter ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (isEnter && isAgain) event.preventDefault()
    },
    onClick: (event: MouseEvent) => {
      if (event.detail > 1 && (event.target as Element).closest('button[type="submit"]')) event.preventDefault()
    },
  }
}

/** Whether the shown error is about the field that changes. An error of no field is about every one. */
function isAbout(form: HTMLFormElement | null, changed: EventTarget | null): boolean {
  const invalid = form?.querySelector('[aria-invalid="true"]')
  return !invalid || (changed as Element).matches('[aria-invalid="true"]')
}

/** Leaves the focus alone if the user moved to another field while the command ran: they may be typing. */
function focusInvalidField(form: HTMLFormElement | null, sentFrom: Element | null): void {
  const { activeElement } = document
  if (activeElement !== sentFrom && activeElement?.matches('input')) return
  form?.querySelector<HTMLElement>('input[aria-invalid="true"]')?.focus()
}

/** Shows an error that no field of the form shows. It has room for two lines above the buttons, so that it moves nothing. */
export function FormError({ error }: { error: CommandError | null }) {
  const place = useRef<HTMLDivElement>(null)
  // A form may have no field of that name, as a question has.
  const [withoutField, setWithoutField] = useState<CommandError | null>(null)
  useEffect(() => {
    if (!place.current?.closest('form')?.querySelector('[role="alert"]')) setWithoutField(error)
  }, [error])
  return (
    <div ref={place} class="form-text form-error">
      {error && (!error.field || error === withoutField) && (
        <p class="error" role="alert">
          {error.message}
        </p>
      )}
    </div>
  )
}

/** @returns the message for a field, if the error belongs to it */
export function errorOf(error: CommandError | null, field: string): string | undefined {
  return error?.field === field ? error.message : undefined
}
