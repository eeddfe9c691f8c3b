import MiniSearch from 'minisearch'
import type { PlainKey } from '../../texts/format'
import { state } from '../state'
import { currentLocale, text } from '../text'
import { type SearchEntry, searchEntries } from './search-entries'

/** Ignores accents and case, so that users need not type them. */
const normalize = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Indexes the texts of the current language. */
function createIndex(): MiniSearch<SearchEntry> {
  const index = new MiniSearch<SearchEntry>({
    fields: ['label', 'title', 'synonyms'],
    extractField: (entry, field) => {
      const key = entry[field as 'id' | 'label' | 'title' | 'synonyms']
      return field === 'id' || !key ? (key as string) : text(key as PlainKey)
    },
    processTerm: normalize,
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

function currentIndex(): MiniSearch<SearchEntry> {
  const locale = currentLocale()
  if (!latest || latest.locale !== locale) latest = { locale, index: createIndex() }
  return latest.index
}

/** @returns the available settings that match, the best match first */
export function search(typed: string): SearchEntry[] {
  const available = searchEntries.filter(({ isAvailable }) => isAvailable?.(availability()) !== false)
  return currentIndex()
    .search(typed)
    .flatMap((match) => available.filter(({ id }) => id === match.id))
}

function availability() {
  return {
    account: state.account.peek(),
    appSettings: state.appSettings.peek(),
    update: state.update.peek(),
  }
}
