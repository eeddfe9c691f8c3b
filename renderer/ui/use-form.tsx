import { useRef, useState } from 'preact/hooks'
import type { CommandError, CommandResult } from '../bridge'
import { ErrorText } from './error-text'

/** Sends a command. */
export type Submit = () => Promise<CommandResult>

/**
 * Sends a form, once at a time, and keeps the error of the last attempt.
 *
 * @param submit the form's own command; `send` may send another one instead
 * @param onDone called when a command succeeds
 * @returns `sentFrom`: the element that had the focus when the form was sent
 */
export function useForm(submit: Submit, onDone: () => void) {
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
    if (result.ok) onDone()
    else setError(result.error)
  }
  return { send, error, isSending, sentFrom }
}

/** Shows an error that belongs to no field. */
export function FormError({ error }: { error: CommandError | null }) {
  return !error || error.field ? null : <ErrorText message={error.message} />
}

/** @returns the message for a field, if the error belongs to it */
export function errorOf(error: CommandError | null, field: string): string | undefined {
  return error?.field === field ? error.message : undefined
}
