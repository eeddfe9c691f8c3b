import { useEffect, useMemo } from 'preact/hooks'
import type { CommandResult } from '../bridge'
import { draftOf, dropDraft, setDraft } from '../saving'

/** What is typed in a dialog. */
export interface DialogDraft<Fields extends object> {
  /** The initial values with what was typed. A component that reads them re-renders when they change. */
  readonly fields: Fields
  edit(changes: Partial<Fields>): void
  /** Sends the form, and forgets what was typed if that succeeds, unless the user typed on meanwhile. */
  save<Answer>(send: () => Promise<CommandResult<Answer>>): Promise<CommandResult<Answer>>
}

/**
 * Keeps what is typed in a dialog when Escape or Cancel closes it, until it is saved or the user signs out. Not for
 * passwords: they must not outlive their dialog, so they belong in `useState`.
 *
 * @param id unique in the window; for a dialog of one item of a list, with the id of the item
 * @param initial the values of fields in which nothing was typed
 */
export function useDialogDraft<Fields extends object>(id: string, initial: Fields): DialogDraft<Fields> {
  useEffect(() => {
    openDrafts.add(id)
    return () => void openDrafts.delete(id)
  }, [id])
  return useMemo(() => createDraft(id, initial), [id])
}

const openDrafts = new Set<string>()

/** Whether an open dialog shows something that was typed in it, now or when it was open before. */
export function isDraftShown(): boolean {
  return [...openDrafts].some((id) => draftOf(id) !== undefined)
}

function createDraft<Fields extends object>(id: string, initial: Fields): DialogDraft<Fields> {
  const typed = () => draftOf(id) as Partial<Fields> | undefined
  return {
    get fields() {
      return { ...initial, ...typed() }
    },
    edit: (changes) => setDraft(id, { ...typed(), ...changes }),
    save: async (send) => {
      const sent = typed()
      const result = await send()
      if (result.ok && typed() === sent) dropDraft(id)
      return result
    },
  }
}
