import { run } from '../../bridge'
import type { Change } from '../../saving'
import { text } from '../../text'

/** Removes a mail server. Its password is known, so Undo can add it again. */
export function removal(id: string, address: string): Change {
  return {
    send: () => run('smtp.remove', { id, canUndo: true }),
    doneText: text('common.isRemoved', { what: address }),
    undo: { send: () => run('smtp.undo', { id }), doneText: text('common.isBack', { what: address }) },
  }
}
