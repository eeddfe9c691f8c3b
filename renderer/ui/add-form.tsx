import type { ComponentChildren } from 'preact'
import { FormError, type useForm } from './form-dialog'

export interface AddFormProps {
  submitLabel: string
  form: ReturnType<typeof useForm>
  /** Whether there is one field, or two beside each other. */
  fields: 'one' | 'two'
  children: ComponentChildren
}

/** Adds one to a list, as its last row. */
export function AddForm({ submitLabel, form, fields, children }: AddFormProps) {
  return (
    <form
      class={fields === 'one' ? 'add single' : 'add'}
      onSubmit={(event) => {
        event.preventDefault()
        void form.send()
      }}
    >
      {children}
      <button type="submit" aria-disabled={form.isSending}>
        {submitLabel}
      </button>
      <FormError error={form.error} />
    </form>
  )
}
