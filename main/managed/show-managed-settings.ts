import type { Store } from '../core/store'
import type { LoadedSettings } from './load-managed-settings'

/** Shows the user what the organisation has set, and what of it cannot be used. */
export function showManagedSettings({ values, problems }: LoadedSettings, store: Store): void {
  const { server, proxy, authorities, updates } = values
  const isAnythingSet = [server, proxy, authorities, updates].some((value) => value !== null)
  if (isAnythingSet) store.change({ managed: { server, proxy, authorities, updates } })
  for (const problem of problems) store.reportFileProblem(problem)
}
