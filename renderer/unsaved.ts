import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { PanelName } from './bridge'
import { draftOf, saveStatusOf, settled } from './saving'
import { openPanel } from './state'

interface Field {
  label: string
  panel: PanelName
  /** The element that the user types in. null in a dialog: it is open, so the user sees it. */
  controlId: string | null
  /** Saves what is typed, as leaving the field does. Left out where the user has to send it. */
  submit?: (() => Promise<void>) | undefined
  /** Whether something is entered that is no draft. */
  isEntered?: (() => boolean) | undefined
  /** @returns what is being sent, if that is no change of a setting */
  sending?: (() => Promise<unknown> | null) | undefined
}

/** The settings that were shown since the user signed in, by id. One that is no longer shown can still hold a draft. */
const fields = new Map<string, Field>()

/** Grows when a form opens or closes, so that what lists the fields renders again. */
const version = signal(0)

/**
 * Registers a setting, or a form that adds an entry, so that nothing that is entered in it is lost when the window closes.
 *
 * @param id of its draft and its status
 */
export function useField(id: string, field: Partial<Omit<Field, 'panel'>> & { label: string }): void {
  const { label, controlId = id, submit, isEntered, sending } = field
  useEffect(() => {
    fields.set(id, { label, controlId, panel: openPanel.peek(), submit, isEntered, sending })
  }, [id, label, controlId, submit, isEntered, sending])
}

/**
 * Registers a dialog while it is open. Nothing of it is saved without the user, so quitting names it.
 *
 * @param form the same functions on each render
 */
export function useDialogFields(id: string, label: string, form: Required<Pick<Field, 'isEntered' | 'sending'>>): void {
  useField(id, { label, controlId: null, ...form })
  useEffect(
    () => () => {
      fields.delete(id)
      version.value += 1
    },
    [id],
  )
}

export function forgetFields(): void {
  fields.clear()
}

/** How long saving may take before the user is asked, in milliseconds. */
const patience = 3000

/**
 * Saves what is typed in every field, and waits up to three seconds for what is being sent. What has failed is not sent
 * again.
 */
export async function saveDrafts(): Promise<void> {
  const due = [...fields].filter(([id]) => draftOf(id) !== undefined && saveStatusOf(id).kind !== 'failed')
  const sent = [...fields.values()].map(({ sending }) => sending?.())
  const saved = Promise.allSettled([...due.map(([, field]) => field.submit?.()), ...sent]).then(() =>
    settled([...fields.keys()]),
  )
  await Promise.race([saved, new Promise((resolve) => setTimeout(resolve, patience))])
}

export interface UnsavedSetting {
  id: string
  label: string
  panel: PanelName
  controlId: string | null
}

/** @returns the settings with a draft or a change that could not be saved, and the forms with something entered */
export function unsavedSettings(): UnsavedSetting[] {
  // In a component, renders it again when the list changes.
  void version.value
  return [...fields]
    .filter(([id, { isEntered }]) => {
      if (isEntered) return isEntered()
      return draftOf(id) !== undefined || ['saving', 'failed'].includes(saveStatusOf(id).kind)
    })
    .map(([id, { label, panel, controlId }]) => ({ id, label, panel, controlId }))
}
