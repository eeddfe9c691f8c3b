import { Component, type ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { spokenLocale } from '../text'

/** As many as are drawn within a moment. */
const partSize = 10

interface GrowingProps<Item> {
  items: readonly Item[]
  /** Draws one, with its key. */
  draw(item: Item): ComponentChildren
}

/** A list of any length, drawn part by part from the top, so that the page answers in between. */
export function Growing<Item>({ items, draw }: GrowingProps<Item>) {
  const [count, setCount] = useState(1)
  const parts = useMemo(() => partsOf(items), [items])
  const locale = spokenLocale()
  const isWhole = count >= parts.length
  useEffect(() => {
    if (isWhole) return undefined
    // One task each: what the person does comes before the next.
    const timer = setTimeout(() => setCount(count + 1))
    return () => clearTimeout(timer)
  }, [count, isWhole])
  return (
    <>
      {parts.slice(0, count).map((part, index) => (
        // A part is where it is; what is in it has its own key.
        <Part key={index} items={part} draw={draw} locale={locale} />
      ))}
    </>
  )
}

interface PartProps<Item> extends GrowingProps<Item> {
  locale: string | undefined
}

/**
 * Drawn again when what is in it is another, or is to be drawn in another way or language; not when the parts after it
 * are added, nor when the same came once more.
 */
class Part<Item> extends Component<PartProps<Item>> {
  override shouldComponentUpdate(next: PartProps<Item>): boolean {
    const { items, draw, locale } = this.props
    if (next.draw !== draw || next.locale !== locale) return true
    return next.items !== items && JSON.stringify(next.items) !== JSON.stringify(items)
  }

  render({ items, draw }: PartProps<Item>) {
    return <>{items.map(draw)}</>
  }
}

function partsOf<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = []
  for (let at = 0; at < items.length; at += partSize) parts.push(items.slice(at, at + partSize))
  return parts
}
