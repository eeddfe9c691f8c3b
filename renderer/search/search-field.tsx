import { useEffect, useState } from 'preact/hooks'
import { text } from '../text'
import { SearchIcon } from '../ui/icons'
import { findKeys } from '../ui/keys'
import { lazy } from '../ui/lazy'
import { searchFieldId } from './focus-search'
import { listId, optionId } from './option-ids'
import { useSearch } from './use-search'
import './search-field.css'

const SearchResults = lazy(async () => (await import('./search-results')).SearchResults)

/** Finds a setting by its name or by another word for it, and opens its panel. */
export function SearchField() {
  const { typed, type, results, active, onKey, open, close } = useSearch()
  return (
    <search class="search">
      <SearchIcon />
      <input
        id={searchFieldId}
        role="combobox"
        aria-label={text('search.label')}
        aria-autocomplete="list"
        aria-expanded={results !== null}
        aria-controls={results ? listId : undefined}
        aria-activedescendant={results?.length ? optionId(active) : undefined}
        placeholder={text('search.label')}
        title={text('search.title', { keys: findKeys })}
        spellcheck={false}
        value={typed}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKey}
        onBlur={close}
      />
      {results && <SearchResults typed={typed.trim()} results={results} active={active} open={open} />}
      <ResultCount typed={typed.trim()} count={results?.length ?? null} />
    </search>
  )
}

/** How long nothing was typed before the number of results is announced, in milliseconds: once, not with each letter. */
const announcementDelay = 500

/** Tells a screen reader how many results there are. */
function ResultCount({ typed, count }: { typed: string; count: number | null }) {
  const [announced, setAnnounced] = useState('')
  useEffect(() => {
    if (count === null) setAnnounced('')
    else {
      const announce = () => setAnnounced(count ? text('search.count', { count }) : text('search.nothing', { typed }))
      const timer = setTimeout(announce, announcementDelay)
      return () => clearTimeout(timer)
    }
    return undefined
  }, [typed, count])
  return (
    <p class="visually-hidden" role="status">
      {announced || null}
    </p>
  )
}
