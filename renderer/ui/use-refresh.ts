import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type CommandError, run } from '../bridge'
import { state } from '../state'

type Refresh = 'addresses.refresh' | 'data.refresh' | 'smtp.refresh'

/** The panels' lists whose last reading failed. */
export const failedRefreshes = signal<ReadonlyMap<Refresh, CommandError>>(new Map())

/**
 * Reads a list again. The window's message bar shows why it failed.
 * @param isWanted whether the list is still shown when the answer comes
 */
export async function refresh(command: Refresh, isWanted = () => true): Promise<void> {
  const result = await run(command, {})
  // After a sign-out there is nothing to try again. If the session has ended, the window says so.
  if (!isWanted() || (!result.ok && result.error.code === 'signed-out')) return
  const next = new Map(failedRefreshes.peek())
  if (result.ok) next.delete(command)
  else next.set(command, result.error)
  failedRefreshes.value = next
}

/**
 * Reads a panel's list when the panel opens, and again when the session is renewed or the network is back.
 *
 * @returns whether the list can be read now
 */
export function useRefresh(command: Refresh): boolean {
  const canRefresh = state.session.value.kind === 'signed-in' && state.connection.value.online
  useEffect(() => {
    let isWanted = canRefresh
    if (canRefresh) void refresh(command, () => isWanted)
    return () => {
      isWanted = false
      const next = new Map(failedRefreshes.peek())
      if (next.delete(command)) failedRefreshes.value = next
    }
  }, [canRefresh])
  return canRefresh
}
