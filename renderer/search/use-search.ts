import { useEffect, useState } from 'preact/hooks'
import type { SearchEntry } from './search-entries'

const mostResults = 8

/** The state of the search field. `results` is null while the list is closed. */
export function useSearch() {
  const [typed, setTyped] = useState('')
  const [results, setResults] = useState<SearchEntry[] | null>(null)
  const [active, setActive] = useState(0)
  const close = () => {
    setTyped('')
    setResults(null)
  }
  useEffect(() => {
    let isLatest = true
    setActive(0)
    if (typed.trim() === '') setResults(null)
    else {
      void import('./search-index').then(({ search }) => {
        if (isLatest) setResults(search(typed).slice(0, mostResults))
      })
    }
    return () => {
      isLatest = false
    }
  }, [typed])
  const open = async (result: SearchEntry | undefined) => {
    if (!result) return
    close()
    await (await import('./reveal')).reveal(result)
  }
  const onKey = (event: KeyboardEvent) => {
    const count = results?.length ?? 0
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape' && typed) close()
    else if (event.key === 'Enter') void open(results?.[active])
    else if (step && count > 0) setActive((active + step + count) % count)
    else return
    event.preventDefault()
  }
  return { typed, setTyped, results, active, onKey, open, close }
}
