import type { ComponentChildren } from 'preact'
import { type Change, draftOf, dropDraft, makeChange, saveStatusOf, setDraft, setIdle } from '../saving'
import { NoteLine } from './saving-note'
import './add-form.css'

/**
 * The state of a form that adds an entry to a list. What is typed stays when another panel opens.
 *
 * @param id of the form's note, which shows how the last attempt ended
 * @param empty the fields when nothing is typed
 * @param add creates the change from what is typed
 */
export function useAddForm<Typed extends Record<string, string>>(
  id: string,
  empty: Typed,
  add: (typed: Typed) => Change,
) {
  const status = saveStatusOf(id)
  const draft = draftOf(id) as Typed | undefined
  const typed = draft ?? empty
  const isEmpty = Object.values(typed).every((value) => value.trim() === '')
  const send = async () => {
    // The second Enter of a hand that presses twice finds the form empty.
    if (status.kind === 'saving' || (isEmpty && status.kind === 'saved')) return
    const result = await makeChange(id, add(typed))
    // The next entry may have been typed while this one was added.
    if (result.ok && draftOf(id) === draft) dropDraft(id)
  }
  return {
    id,
    typed,
    send,
    isSending: status.kind === 'saving',
    /** Whether the last error belongs to this input of the command. */
    isInvalid: (field: string) => status.kind === 'failed' && status.error.field === field,
    type: (field: keyof Typed) => (value: string) => {
      // The error may no longer be true.
      if (status.kind !== 'saving') setIdle(id)
      setDraft(id, { ...typed, [field]: value })
    },
  }
}

interface AddFormProps {
  submitLabel: string
  form: { id: string; isSending: boolean; send(): Promise<void> }
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
