import { useEffect, useState } from 'preact/hooks'
import { type CommandError, run } from '../bridge'
import { state } from '../state'

type Refresh = 'addresses.refresh' | 'data.refresh' | 'smtp.refresh'

/**
 * Reads a panel's list when the panel opens, and again when the session is renewed or the network is back.
 *
 * @returns the error of the last attempt, and a function that tries again
 */
export function useRefresh(command: Refresh) {
  const [error, setError] = useState<CommandError | null>(null)
  const refresh = async () => {
    const result = await run(command, {})
    setError(result.ok ? null : result.error)
  }
  const canRefresh = state.session.value.kind === 'signed-in' && state.connection.value.online
  useEffect(() => {
    if (canRefresh) void refresh()
  }, [canRefresh])
  return { error, refresh }
}
