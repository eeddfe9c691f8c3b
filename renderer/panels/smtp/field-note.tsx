import type { ComponentChildren } from 'preact'
import './field-note.css'

interface FieldNoteProps {
  /** The error of each field above, by the field's id. At most one is shown, in place of the help. */
  errors: Record<string, string | undefined>
  /** The id of the field that the help belongs to. */
  helpOf?: string
  children?: ComponentChildren
}

/** The help or the error of the fields above, in a place that keeps its height: an error moves nothing. */
export function FieldNote({ errors, helpOf, children }: FieldNoteProps) {
  const [shown] = Object.entries(errors).filter(([, message]) => message !== undefined)
  return (
    <div class="field-note">
      {shown ? (
        <p class="error" id={`${shown[0]}-error`} role="alert">
          {shown[1]}
        </p>
      ) : (
        <p class="help" role="status" {...(helpOf && { id: `${helpOf}-help` })}>
          {children}
        </p>
      )}
    </div>
  )
}

/** @returns the attributes of a field whose note is a {@link FieldNote} */
export function describedByNote(id: string, error: string | undefined, hasHelp = false) {
  const noteId = error !== undefined ? `${id}-error` : hasHelp ? `${id}-help` : undefined
  return { isInvalid: error !== undefined, room: 'none' as const, ...(noteId && { noteId }) }
}
