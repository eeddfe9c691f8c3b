import { run } from '../../bridge'
import type { Change } from '../../saving'
import { text } from '../../text'

/** Removes an account whose password is at hand, so that Undo can set it up again. */
export function removal(id: string, address: string): Change {
  return {
    attempt: () => run('smtp.remove', { id, canUndo: true }),
    words: text('common.isRemoved', { what: address }),
    undo: { attempt: () => run('smtp.undo', { id }), words: text('common.isBack', { what: address }) },
  }
}
