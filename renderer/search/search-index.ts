import MiniSearch from 'minisearch'
import type { PlainKey } from '../../texts/write'
import type { AppState } from '../bridge'
import { currentLocale, text } from '../text'
import { type SearchEntry, searchEntries } from './search-entries'

/** Without accents and capitals, so that both can be left out. */
const plain = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** By the words of the language that is spoken. */
function makeIndex(): MiniSearch<SearchEntry> {
  const index = new MiniSearch<SearchEntry>({
    fields: ['label', 'title', 'words'],
    extractField: (findable, field) => {
      const key = findable[field as 'id' | 'label' | 'title' | 'words']
      return field === 'id' || !key ? (key as string) : text(key as PlainKey)
    },
    processTerm: plain,
    searchOptions: {
      prefix: true,
      fuzzy: (word) => (word.length > 3 ? 0.25 : false),
      boost: { label: 3, title: 3 },
      combineWith: 'AND',
    },
  })
  index.addAll(searchEntries)
  return index
}

let latest: { locale: string | undefined; index: MiniSearch<SearchEntry> } | undefined
function indexInSpoken(): MiniSearch<SearchEntry> {
  const locale = currentLocale()
  if (!latest || latest.locale !== locale) latest = { locale, index: makeIndex() }
  return latest.index
}

/** @returns what is called like that, the best first */
export function find(typed: string, state: AppState): SearchEntry[] {
  const ids = indexInSpoken()
    .search(typed)
    .map(({ id }) => id as string)
  return ids.flatMap((wanted) => searchEntries.filter(({ id, isThere }) => id === wanted && isThere?.(state) !== false))
}
