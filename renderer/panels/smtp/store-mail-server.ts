import { type CommandInput, type CommandResult, type MailServer, run } from '../../bridge'
import { showSaved, undoable } from '../../saving'
import { text } from '../../text'
import { removal } from './removal'

/** What the form contains. A null password keeps the stored one. */
type EnteredMailServer = Omit<CommandInput<'smtp.change'>, 'id'>

/** Adds a mail server, or changes an existing one, and offers Undo. */
export function storeMailServer(existing: MailServer | null, entered: EnteredMailServer): Promise<CommandResult> {
  return existing ? change(existing.id, entered) : add(entered)
}

async function add({ password, ...entered }: EnteredMailServer): Promise<CommandResult> {
  const result = await run('smtp.add', { ...entered, password: password ?? '' })
  if (result.ok) {
    showSaved('smtp', {
      doneText: text('smtp.isSetUp', { address: entered.address }),
      undo: removal(result.value.id, entered.address),
    })
  }
  return result
}

async function change(id: string, entered: EnteredMailServer): Promise<CommandResult> {
  const result = await run('smtp.change', { id, ...entered })
  // The same command undoes a change, and its undo.
  const undo = () => run('smtp.undo', { id })
  if (result.ok) showSaved('smtp', result.value.canUndo ? { undo: undoable(undo, undo) } : {})
  return result
}
