import type { ComponentChildren } from 'preact'
import { type Change, makeChange, saveStatusOf, setIdle } from '../saving'
import { NoteLine } from './saving-note'
import './add-form.css'

/**
 * The state of a form that adds an entry to a list.
 *
 * @param id of the form's note, which shows how the last attempt ended
 * @param add creates the change from what is entered
 * @param onAdded called when the entry is added
 */
export function useAddForm(id: string, add: () => Change, onAdded: () => void) {
  const status = saveStatusOf(id)
  const send = async () => {
    if (status.kind === 'saving') return
    const result = await makeChange(id, add())
    if (result.ok) onAdded()
  }
  return {
    id,
    send,
    isSending: status.kind === 'saving',
    /** Whether the last error belongs to this input of the command. */
    isInvalid: (field: string) => status.kind === 'failed' && status.error.field === field,
    /** To be called when something is typed: the error may no longer be true. */
    onType: () => status.kind !== 'saving' && setIdle(id),
  }
}

interface AddFormProps {
  submitLabel: string
  form: ReturnType<typeof useAddForm>
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
      <NoteLine id={form.id} />
    </form>
  )
}
