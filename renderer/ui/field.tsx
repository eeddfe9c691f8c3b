import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { text } from '../text'
import './field.css'

interface FieldProps {
  id: string
  label: string
  value: string
  /** Called with the whole value after each change. */
  onType(value: string): void
  autocomplete?: string
  autofocus?: boolean
  help?: ComponentChildren
  error?: string | undefined
  /** The id of the note that shows the error, if another element does. */
  noteId?: string
  isInvalid?: boolean
  /** Called when the user leaves the field with a changed value. */
  onLeave?(): void
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
  const { noteId, isInvalid = error !== undefined } = props
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
    ...(describedBy && { 'aria-describedby': describedBy }),
    onInput: (event: { currentTarget: HTMLInputElement }) => onType(event.currentTarget.value),
    ...(onLeave && { onChange: onLeave }),
  }
}

/** The help and the error of a field, or of a group of fields. */
export function FieldText({ id, help, error }: Pick<FieldProps, 'id' | 'help' | 'error'>) {
  return (
    <>
      {help && (
        <div class="help" id={`${id}-help`}>
          {help}
        </div>
      )}
      {error && (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </>
  )
}
