import { text } from '../text'
import type { SearchEntry } from './search-entries'
import './search-results.css'

export const listId = 'search-results'
export const optionId = (index: number) => `search-result-${index}`

interface SearchResultsProps {
  results: SearchEntry[]
  /** The index of the result that Enter opens. */
  active: number
  open(result: SearchEntry): Promise<void>
}

/** The list below the search field. The field keeps the focus. */
export function SearchResults({ results, active, open }: SearchResultsProps) {
  return (
    <div class="search-results" popover="manual" ref={(list) => list?.showPopover()}>
      <div id={listId} role="listbox" aria-label={text('search.results')}>
        {results.map((result, index) => (
          <div
            key={result.id}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            // On click, the field would lose the focus first, and close the list.
            onPointerDown={(event) => {
              event.preventDefault()
              void open(result)
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
  )
}
