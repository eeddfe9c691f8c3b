import { type CommandInput, type CommandResult, type MailServer, run } from '../../bridge'
import { showSaved, undoable } from '../../saving'
import { text } from '../../text'
import { noteOf } from './mail-server-names'
import { removal } from './removal'

/** What the form contains. A null password keeps the stored one. */
export type EnteredMailServer = Omit<CommandInput<'smtp.change'>, 'id'>

/** Adds a mail server, or changes an existing one, and offers Undo in its row. */
export function storeMailServer(existing: MailServer | null, entered: EnteredMailServer): Promise<CommandResult> {
  return existing ? change(existing.id, entered) : add(entered)
}

async function add({ password, ...entered }: EnteredMailServer): Promise<CommandResult> {
  const result = await run('smtp.add', { ...entered, password: password ?? '' })
  if (!result.ok) return result
  const { id } = result.value
  const { address } = entered
  showSaved(noteOf(id), { doneText: text('smtp.isSetUp', { address }), undo: removal({ id, address }, null) })
  return result
}

async function change(id: string, entered: EnteredMailServer): Promise<CommandResult> {
  const result = await run('smtp.change', { id, ...entered })
  // The same command undoes a change, and its undo.
  const undo = () => run('smtp.undo', { id })
  if (result.ok) showSaved(noteOf(id), result.value.canUndo ? { undo: undoable(undo, undo) } : {})
  return result
}
