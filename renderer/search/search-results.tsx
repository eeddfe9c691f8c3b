import { text } from '../text'
import { listId, optionId } from './option-ids'
import type { SearchResult } from './search-index'
import './search-results.css'

interface SearchResultsProps {
  typed: string
  results: SearchResult[]
  /** The index of the result that Enter opens. */
  active: number
  open(result: SearchResult): Promise<void>
}

/** The list below the search field. The field keeps the focus. */
export function SearchResults({ typed, results, active, open }: SearchResultsProps) {
  return (
    <div class="search-results" popover="manual" ref={(list) => list?.showPopover()}>
      <div id={listId} role="listbox" aria-label={text('search.results')}>
        {results.map((result, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the focus, and its keys open a result.
          <div
            key={result.id}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            // Otherwise the field would lose the focus before the click, and close the list.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => void open(result)}
          >
            <ResultText result={result} />
          </div>
        ))}
      </div>
      {results.length === 0 && <p class="help">{text('search.nothing', { typed })}</p>}
    </div>
  )
}

function ResultText({ result }: { result: SearchResult }) {
  const title = text(result.title ?? result.label)
  if (!('answer' in result)) {
    return (
      <>
        {title} <span class="help">{text(`panel.${result.panel}`)}</span>
      </>
    )
  }
  return (
    <>
      {title} {result.page && <span class="help">{text('search.opens')}</span>}{' '}
      <span class="help answer">{text(result.answer)}</span>
    </>
  )
}
