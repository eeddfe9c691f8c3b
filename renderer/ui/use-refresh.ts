import { useEffect, useState } from 'preact/hooks'
import { type AppState, type CommandError, run } from '../bridge'

type Refresh = 'aliases.refresh' | 'data.refresh' | 'smtp.refresh'

/**
 * Reads what a panel lists when it opens, and again when the session goes on or the network is back, since then it may be
 * another list.
 * @returns why the last try failed, and how to try again
 */
export function useRefresh(state: AppState, command: Refresh) {
  const [error, setError] = useState<CommandError | null>(null)
  const refresh = async () => {
    const result = await run(command, {})
    setError(result.ok ? null : result.error)
  }
  const canAsk = state.session.kind === 'signed-in' && state.connection.online
  useEffect(() => {
    if (canAsk) void refresh()
  }, [canAsk])
  return { error, refresh }
}
