import { text } from '../text'
import { SearchIcon } from '../ui/icons'
import { findKeys } from '../ui/keys'
import { searchFieldId } from './focus-search'
import { listId, optionId, SearchResults } from './search-results'
import { useSearch } from './use-search'
import './search-field.css'

/** Finds a setting by its name or by another word for it, and opens its panel. */
export function SearchField() {
  const { typed, setTyped, results, active, onKey, open, close } = useSearch()
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
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKey}
        onBlur={close}
      />
      {results && <SearchResults results={results} active={active} open={open} />}
    </search>
  )
}
