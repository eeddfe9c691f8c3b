import { useEffect, useRef, useState } from 'preact/hooks'
import type { AppState } from '../bridge'
import { text } from '../text'
import { SearchIcon } from '../ui/icons'
import { findKeys } from '../ui/keys'
import type { SearchEntry } from './search-entries'

const listId = 'search-results'
const optionId = (index: number) => `search-result-${index}`
/** More than these would not be looked at. */
const most = 8

/** The person knows what they want to change and not where it is; when nothing is called that, they see it at once. */
export function SearchField({ state }: { state: AppState }) {
  const [typed, setTyped] = useState('')
  const [results, setResults] = useState<SearchEntry[] | null>(null)
  const [chosen, setChosen] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const close = () => {
    setTyped('')
    setResults(null)
  }
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f'
      if (!isFind || document.querySelector('dialog[open]')) return
      event.preventDefault()
      field.current?.select()
      field.current?.focus()
    }
    window.addEventListener('keydown', focus)
    return () => window.removeEventListener('keydown', focus)
  }, [])
  useEffect(() => {
    let isLatest = true
    setChosen(0)
    if (typed.trim() === '') setResults(null)
    else {
      void import('./search-index').then(({ find }) => {
        if (isLatest) setResults(find(typed, state).slice(0, most))
      })
    }
    return () => {
      isLatest = false
    }
  }, [typed])
  const go = async (result: SearchEntry | undefined) => {
    if (!result) return
    close()
    await (await import('./reveal')).reveal(result)
  }
  const press = (event: KeyboardEvent) => {
    const count = results?.length ?? 0
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape' && typed) close()
    else if (event.key === 'Enter') void go(results?.[chosen])
    else if (steps && count > 0) setChosen((chosen + steps + count) % count)
    else return
    event.preventDefault()
  }
  return (
    <search class="search">
      <SearchIcon />
      <input
        ref={field}
        role="combobox"
        aria-label={text('search.label')}
        aria-autocomplete="list"
        aria-expanded={results !== null}
        aria-controls={results ? listId : undefined}
        aria-activedescendant={results?.length ? optionId(chosen) : undefined}
        placeholder={text('search.label')}
        title={text('search.title', { keys: findKeys })}
        spellcheck={false}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={press}
        onBlur={close}
      />
      {results && (
        <div class="search-results" popover="manual" ref={(list) => list?.showPopover()}>
          <div id={listId} role="listbox" aria-label={text('search.results')}>
            {results.map((result, index) => (
              <div
                key={result.id}
                id={optionId(index)}
                role="option"
                tabIndex={-1}
                aria-selected={index === chosen}
                // Before the field loses its focus, and with it the list.
                onPointerDown={(event) => {
                  event.preventDefault()
                  void go(result)
                }}
              >
                {text(result.title ?? result.label)} <span class="help">{text(`panel.${result.panel}`)}</span>
              </div>
            ))}
          </div>
          {results.length === 0 && (
            <p class="help" role="status">
              {text('search.nothing')}
            </p>
          )}
        </div>
      )}
    </search>
  )
}
