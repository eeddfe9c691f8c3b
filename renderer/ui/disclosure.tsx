import type { ComponentChildren } from 'preact'
import './disclosure.css'
import './setting-group.css'

interface DisclosureProps {
  title: string
  /** Names what is inside, so that nobody has to open it to find out. */
  contents: string
  children: ComponentChildren
}

/** A titled group for the few people who look for it. It is closed at first. */
export function Disclosure({ title, contents, children }: DisclosureProps) {
  return (
    <section class="group" aria-label={title}>
      <details>
        <summary>
          <h2>{title}</h2> <span class="help">{contents}</span>
        </summary>
        {children}
      </details>
    </section>
  )
}
