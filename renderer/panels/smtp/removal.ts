import { run } from '../../bridge'
import type { Change } from '../../saving'

/** Removes an account whose password is at hand, so that Undo can set it up again. */
export function removal(id: string, address: string): Change {
  return {
    attempt: () => run('smtp.remove', { id, canUndo: true }),
    words: `${address} is removed`,
    undo: { attempt: () => run('smtp.undo', { id }), words: `${address} is back` },
  }
}
