import { type CommandResult, run } from '../../bridge'
import type { Change } from '../../saving'

/** A change of the avatar, with Undo if main can take it back. */
export function avatarChange(send: () => Promise<CommandResult<{ canUndo: boolean }>>, doneText?: string): Change {
  const change: Change = {
    ...(doneText && { doneText }),
    send: async () => {
      const result = await send()
      if (result.ok && result.value.canUndo) change.undo = avatarChange(() => run('avatar.undo', {}))
      else if (result.ok) delete change.undo
      return result
    },
  }
  return change
}
