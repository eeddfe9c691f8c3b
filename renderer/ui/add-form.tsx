import type { ComponentChildren } from 'preact'
import { type Change, draftOf, dropDraft, makeChange, saveStatusOf, setDraft, setIdle } from '../saving'
import { useField } from '../unsaved'
import { NoteLine } from './saving-note'
import './add-form.css'

interface AddFormOptions<Typed> {
  /** The id of the form's note, which shows how the last attempt ended, and of its draft. */
  id: string
  /** Names the form when something typed in it would be lost. */
  label: string
  /** The id of its first field. */
  controlId: string
  /** The fields when nothing is typed. */
  empty: Typed
  /** Creates the change from what is typed. */
  add(typed: Typed): Change
}

/** The state of a form that adds an entry to a list. What is typed stays when another panel opens. */
export function useAddForm<Typed extends Record<string, string>>(options: AddFormOptions<Typed>) {
  const { id, label, controlId, empty, add } = options
  useField(id, { label, controlId })
  const status = saveStatusOf(id)
  const draft = draftOf(id) as Typed | undefined
  const typed = draft ?? empty
  const send = async () => {
    // The second Enter of a hand that presses twice finds the form empty.
    if (status.kind === 'saving' || (!draft && status.kind === 'saved')) return
    const result = await makeChange(id, add(typed))
    // The next entry may have been typed while this one was added.
    if (result.ok && draftOf(id) === draft) dropDraft(id)
  }
  const edit = (next: Typed) => {
    // The error may no longer be true.
    if (status.kind !== 'saving') setIdle(id)
    const isEmpty = Object.values(next).every((value) => value.trim() === '')
    setDraft(id, isEmpty ? undefined : next)
  }
  return {
    id,
    send,
    isSending: status.kind === 'saving',
    /** @param input the command's input to which an error of the field belongs. @returns the props of the field */
    field: (name: keyof Typed & string, input: string) => ({
      value: typed[name] ?? '',
      noteId: `${id}-note`,
      isInvalid: status.kind === 'failed' && status.error.field === input,
      onType: (value: string) => edit({ ...typed, [name]: value }),
    }),
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
