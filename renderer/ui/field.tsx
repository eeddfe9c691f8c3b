import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { text } from '../text'

export interface FieldProps {
  id: string
  label: string
  value: string
  /** Called with the whole value after every change. */
  onType(value: string): void
  autocomplete?: string
  autofocus?: boolean
  help?: ComponentChildren
  error?: string | undefined
  /** Called when the person leaves the field with another value than it had. */
  onLeave?(): void
  /** Which keyboard a touch screen shows. */
  inputMode?: 'text' | 'email' | 'numeric'
}

/** A labelled input of a form, with its error below. */
export function Field(props: FieldProps) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <input {...attributesOf(props)} spellcheck={false} autocapitalize="none" />
      <FieldText {...props} />
    </div>
  )
}

/** A password: hidden unless the person asks to see it; never filled by the app. */
export function PasswordField(props: FieldProps) {
  const [isShown, setShown] = useState(false)
  // The attribute types allow no choice between two types; both take the same attributes.
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
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    value,
    autocomplete,
    autofocus,
    inputMode,
    // A number or an address runs from left to right, whatever the language.
    dir: 'auto' as const,
    'aria-invalid': error !== undefined,
    ...(describedBy && { 'aria-describedby': describedBy }),
    onInput: (event: { currentTarget: HTMLInputElement }) => onType(event.currentTarget.value),
    ...(onLeave && { onChange: onLeave }),
  }
}

/** Help and error below a field or a group of them. */
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
