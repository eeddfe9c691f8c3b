import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { SearchResult, search } from './search-index'

/** The search, once it is loaded. It is not part of the script that the window starts with. */
const loadedSearch = signal<typeof search | null>(null)

/** The state of the search field. `results` is null while the list is closed. */
export function useSearch() {
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  /** Whether Enter was pressed before the search was loaded. */
  const [isWaiting, setWaiting] = useState(false)
  const results = typed.trim() === '' ? null : (loadedSearch.value?.(typed) ?? null)
  const type = (next: string) => {
    setTyped(next)
    setActive(0)
    setWaiting(false)
    if (!loadedSearch.peek()) void load()
  }
  const close = () => type('')
  const open = async (result: SearchResult | undefined) => {
    if (!result) return
    if ('answer' in result) {
      if (result.page) openPage(result.page)
      return
    }
    close()
    await (await import('./reveal')).reveal(result)
  }
  useEffect(() => {
    if (!isWaiting || !results) return
    setWaiting(false)
    void open(results[active])
  })
  const onKey = (event: KeyboardEvent) => {
    const count = results?.length ?? 0
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape' && typed) close()
    else if (event.key === 'Enter' && !results) setWaiting(typed.trim() !== '')
    else if (event.key === 'Enter') void open(results?.[active])
    else if (step && count > 0) setActive((active + step + count) % count)
    else return
    event.preventDefault()
  }
  return { typed, type, results, active, onKey, open, close }
}

async function load(): Promise<void> {
  loadedSearch.value = (await import('./search-index')).search
}

/** Opens a page as a link does: the main process passes it to the browser. */
function openPage(page: string): void {
  window.open(page, '_blank', 'noreferrer')
}
