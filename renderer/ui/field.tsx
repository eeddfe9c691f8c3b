import { useState } from 'preact/hooks'

export interface FieldProps {
  id: string
  label: string
  value: string
  /** Called with the whole value after every change. */
  onType(value: string): void
  autocomplete?: string
  autofocus?: boolean
  help?: string
  error?: string | undefined
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
          {isShown ? 'Hide' : 'Show'}
        </button>
      </div>
      <FieldText {...props} />
    </div>
  )
}

function attributesOf({ id, value, onType, autocomplete = 'off', autofocus = false, help, error }: FieldProps) {
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    value,
    autocomplete,
    autofocus,
    'aria-invalid': error !== undefined,
    ...(describedBy && { 'aria-describedby': describedBy }),
    onInput: (event: { currentTarget: HTMLInputElement }) => onType(event.currentTarget.value),
  }
}

function FieldText({ id, help, error }: FieldProps) {
  return (
    <>
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error && (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </>
  )
}
