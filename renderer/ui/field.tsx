import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { text } from '../text'
import './field.css'
import './form-text.css'

interface FieldProps {
  id: string
  label: string
  value: string
  /** Called with the whole value after each change. */
  onType(value: string): void
  autocomplete?: string
  autofocus?: boolean
  /** An error shows in the place of a text. Elements stay beside it, since they may contain controls. */
  help?: ComponentChildren
  error?: string | undefined
  /** The id of the note that shows the error, if another element does. */
  noteId?: string
  isInvalid?: boolean
  /** The value can be read and copied, but not changed. */
  isReadOnly?: boolean
  /** Called when the user leaves the field with a changed value. */
  onLeave?(): void
  /** How much room is kept for errors, so that they move nothing; by default one line. */
  room?: 'none' | 'one-line' | 'two-lines'
  /** Which keyboard a touch screen shows. */
  inputMode?: 'text' | 'email' | 'numeric'
}

/** A labelled input, with its help and error below. */
export function Field(props: FieldProps) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <input {...attributesOf(props)} spellcheck={false} autocapitalize="none" />
      <FieldText {...props} />
    </div>
  )
}

/** A password input with a button that shows the password. The app never fills it in. */
export function PasswordField(props: FieldProps) {
  const [isShown, setShown] = useState(false)
  // JSX types do not accept a union here. Both types take the same attributes.
  const type = (isShown ? 'text' : 'password') as 'password'
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <div class="with-button">
        <input {...attributesOf(props)} type={type} spellcheck={false} />
        <button type="button" aria-pressed={isShown} aria-controls={props.id} onClick={() => setShown(!isShown)}>
          {isShown ? text('common.hide') : text('common.show')}
        </button>
      </div>
      <FieldText {...props} />
    </div>
  )
}

function attributesOf(props: FieldProps) {
  const { id, value, onType, onLeave, autocomplete = 'off', autofocus = false, inputMode = 'text', help, error } = props
  const { noteId, isInvalid = error !== undefined, isReadOnly = false } = props
  const describedBy = [help && `${id}-help`, error && `${id}-error`, noteId].filter(Boolean).join(' ')
  return {
    id,
    value,
    autocomplete,
    autofocus,
    inputMode,
    // Numbers and addresses run from left to right in every language.
    dir: 'auto' as const,
    'aria-invalid': isInvalid,
    readOnly: isReadOnly,
    ...(describedBy && { 'aria-describedby': describedBy }),
    onInput: (event: { currentTarget: HTMLInputElement }) => onType(event.currentTarget.value),
    ...(onLeave && { onChange: onLeave }),
  }
}

type FieldTextProps = Pick<FieldProps, 'id' | 'help' | 'error' | 'noteId' | 'room'>

/** The help and the error of a field, or of a group of fields. */
export function FieldText({ id, help, error, noteId, room = noteId ? 'none' : 'one-line' }: FieldTextProps) {
  const isText = typeof help === 'string'
  return (
    <>
      {help && !isText && (
        <div class="help" id={`${id}-help`}>
          {help}
        </div>
      )}
      <div class={`form-text ${room}`}>
        {help && isText && (
          <p class="help" id={`${id}-help`}>
            {help}
          </p>
        )}
        {error && (
          <p class="error" id={`${id}-error`} role="alert">
            {error}
          </p>
        )}
      </div>
    </>
  )
}
