import type { ListName } from '../../contract/not-understood'
import type { CommandContext } from './command-context'
import type { Store } from './store'

/** Shows how many records of a list were not understood when it was loaded. */
export function showNotUnderstood(store: Store, context: CommandContext, list: ListName, count: number): void {
  const { notUnderstood } = store.state
  if (notUnderstood[list] !== count) store.changeFor(context, { notUnderstood: { ...notUnderstood, [list]: count } })
}
