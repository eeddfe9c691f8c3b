import { Component, type ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { currentLocale } from '../text'

/** Rows to a part. */
const partSize = 10
/** As many as are drawn within a moment. */
const partsAtOnce = 2

interface GrowingProps<Item> {
  /** What each part is: a list, some rows of a table, or a mere block. */
  as: 'ul' | 'tbody' | 'div'
  items: readonly Item[]
  /** Draws one, with its key. */
  draw(item: Item): ComponentChildren
}

/**
 * A list of any length. What is to be drawn, at first or as it changes, is drawn part by part from the top, so that the
 * page answers in between. Each part is a block of its own: only those that are seen are laid out.
 */
export function IncrementalList<Item>({ as, items, draw }: GrowingProps<Item>) {
  const parts = useMemo(() => partsOf(items), [items])
  const drawn = useRef<Item[][]>([]).current
  const [, drawMore] = useState({})
  const locale = currentLocale()
  const isWhole = catchUp(drawn, parts)
  useEffect(() => {
    if (isWhole) return undefined
    // One task each: what the person does comes before the next.
    const timer = setTimeout(() => drawMore({}))
    return () => clearTimeout(timer)
  })
  return (
    <>
      {drawn.map((part, index) => (
        // A part is where it is; what is in it has its own key.
        <Part key={index} as={as} items={part} draw={draw} locale={locale} />
      ))}
    </>
  )
}

interface PartProps<Item> extends GrowingProps<Item> {
  locale: string | undefined
}

/** Drawn again when what is in it is another, or is to be drawn in another way or language. */
class Part<Item> extends Component<PartProps<Item>> {
  override shouldComponentUpdate(next: PartProps<Item>): boolean {
    const { items, draw, locale } = this.props
    return next.items !== items || next.draw !== draw || next.locale !== locale
  }

  render({ as: Tag, items, draw }: PartProps<Item>) {
    return (
      <Tag class="part" style={{ '--rows': items.length }}>
        {items.map(draw)}
      </Tag>
    )
  }
}

function partsOf<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = []
  for (let at = 0; at < items.length; at += partSize) parts.push(items.slice(at, at + partSize))
  return parts
}

/**
 * Takes the first few parts that are not drawn as they are now. One in which the same came once more stays what it was.
 *
 * @returns whether that was all
 */
function catchUp<Item>(drawn: Item[][], parts: Item[][]): boolean {
  drawn.length = Math.min(drawn.length, parts.length)
  let left = partsAtOnce
  for (const [index, part] of parts.entries()) {
    const before = drawn[index]
    if (before && (before === part || JSON.stringify(before) === JSON.stringify(part))) {
      parts[index] = before
      continue
    }
    if (left === 0) return false
    left -= 1
    drawn[index] = part
  }
  return true
}
