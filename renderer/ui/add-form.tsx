import type { ComponentChildren } from 'preact'
import { FormError, type useForm } from './use-form'
import './add-form.css'

interface AddFormProps {
  submitLabel: string
  form: ReturnType<typeof useForm>
  /** Whether the form has one field, or two side by side. */
  fields: 'one' | 'two'
  children: ComponentChildren
}

/** The last row of a list, which adds an entry to it. */
export function AddForm({ submitLabel, form, fields, children }: AddFormProps) {
  return (
    <form
      class={fields === 'one' ? 'add-form single' : 'add-form'}
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
