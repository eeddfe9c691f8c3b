import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { currentLocale } from '../text'
import './incremental-list.css'

const rowsPerPart = 10
/** Few enough to keep a task short. */
const partsPerTask = 2

interface IncrementalListProps<Item> {
  /** The element of each part: a list, some rows of a table, or a block. */
  as: 'ul' | 'tbody' | 'div'
  /** An item that did not change is the same object as before. */
  items: readonly Item[]
  /** Renders an item, with its key. The same function each time, or the whole list re-renders. */
  renderItem(item: Item): ComponentChildren
}

/**
 * A list of any length. It renders from the top, a few parts per task, so that the window responds in between. The
 * browser lays out only the parts that are on the screen.
 */
export function IncrementalList<Item>({ as, items, renderItem }: IncrementalListProps<Item>) {
  const rendered = useRef<Item[][]>([]).current
  const [, renderMore] = useState({})
  const isComplete = updateParts(rendered, partsOf(items))
  useEffect(() => {
    if (isComplete) return undefined
    const timer = setTimeout(() => renderMore({}))
    return () => clearTimeout(timer)
  })
  return (
    <>
      {rendered.map((part, index) => (
        <Part key={index} as={as} items={part} renderItem={renderItem} />
      ))}
    </>
  )
}

/** Preact skips rows that are the same objects as before: a part re-renders only for other items or another language. */
function Part<Item>({ as: Tag, items, renderItem }: IncrementalListProps<Item>) {
  const locale = currentLocale()
  const rows = useMemo(() => items.map(renderItem), [items, renderItem, locale])
  return (
    <Tag class="part" style={{ '--rows': items.length }}>
      {rows}
    </Tag>
  )
}

function partsOf<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = []
  for (let start = 0; start < items.length; start += rowsPerPart) parts.push(items.slice(start, start + rowsPerPart))
  return parts
}

/**
 * Updates the next few changed parts. A part with the same items keeps its identity, so it does not re-render.
 *
 * @param rendered the parts on the page
 * @returns whether all parts are up to date
 */
function updateParts<Item>(rendered: Item[][], parts: Item[][]): boolean {
  rendered.length = Math.min(rendered.length, parts.length)
  let left = partsPerTask
  for (const [index, part] of parts.entries()) {
    if (isSame(rendered[index], part)) continue
    if (left === 0) return false
    left -= 1
    rendered[index] = part
  }
  return true
}

function isSame<Item>(rendered: Item[] | undefined, part: Item[]): boolean {
  return rendered?.length === part.length && part.every((item, index) => item === rendered[index])
}
