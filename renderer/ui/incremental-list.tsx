import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

const rowsPerPart = 10
/** As many as are drawn within a moment. */
const partsPerTask = 2

interface IncrementalListProps<Item> {
  /** The element of each part: a list, some rows of a table, or a block. */
  as: 'ul' | 'tbody' | 'div'
  /** An item that did not change is the same object as before. */
  items: readonly Item[]
  /** Draws an item, with its key. The same function each time. */
  draw(item: Item): ComponentChildren
}

/**
 * A list of any length. It is drawn from the top, a few parts per task, so that the window responds in between. The
 * browser lays out only the parts that are on the screen.
 */
export function IncrementalList<Item>({ as, items, draw }: IncrementalListProps<Item>) {
  const drawn = useRef<Item[][]>([]).current
  const [, redraw] = useState({})
  const isComplete = updateParts(drawn, partsOf(items))
  useEffect(() => {
    if (isComplete) return undefined
    const timer = setTimeout(() => redraw({}))
    return () => clearTimeout(timer)
  })
  return (
    <>
      {drawn.map((part, index) => (
        <Part key={index} as={as} items={part} draw={draw} />
      ))}
    </>
  )
}

function Part<Item>({ as: Tag, items, draw }: IncrementalListProps<Item>) {
  return (
    <Tag class="part" style={{ '--rows': items.length }}>
      {items.map(draw)}
    </Tag>
  )
}

function partsOf<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = []
  for (let start = 0; start < items.length; start += rowsPerPart) parts.push(items.slice(start, start + rowsPerPart))
  return parts
}

/**
 * Updates the next few changed parts. A part with the same items keeps its identity, so it is not drawn again.
 *
 * @param drawn the parts on the screen
 * @returns whether all parts are up to date
 */
function updateParts<Item>(drawn: Item[][], parts: Item[][]): boolean {
  drawn.length = Math.min(drawn.length, parts.length)
  let left = partsPerTask
  for (const [index, part] of parts.entries()) {
    if (isSame(drawn[index], part)) continue
    if (left === 0) return false
    left -= 1
    drawn[index] = part
  }
  return true
}

function isSame<Item>(drawn: Item[] | undefined, part: Item[]): boolean {
  return drawn?.length === part.length && part.every((item, index) => item === drawn[index])
}
