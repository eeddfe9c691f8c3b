import { useRef } from 'preact/hooks'
import { keepEqual } from '../keep-equal'

export interface StableRow<Item> {
  id: string
  item: Item
  /** Whether the item was removed. Its row stays until the user leaves the panel. */
  isGone: boolean
}

/**
 * Keeps the rows of a list in their places as long as the panel is open, so that no row moves under the pointer: a
 * removed item keeps its row, and a new one comes last.
 *
 * @param idOf returns an id that is unique in the list
 * @returns rows that are the same objects as long as they show the same
 */
export function useStableRows<Item>(items: readonly Item[], idOf: (item: Item) => string): StableRow<Item>[] {
  const shown = useRef<StableRow<Item>[]>([])
  const present = new Map(items.map((item) => [idOf(item), item]))
  const kept = shown.current.map((row) => {
    const item = present.get(row.id)
    present.delete(row.id)
    const next = item === undefined ? { ...row, isGone: true } : { id: row.id, item, isGone: false }
    return keepEqual(row, next)
  })
  shown.current = [...kept, ...[...present].map(([id, item]) => ({ id, item, isGone: false }))]
  return shown.current
}
