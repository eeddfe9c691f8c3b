import MiniSearch from 'minisearch'
import { state } from '../state'
import { currentLocale, text } from '../text'
import { type SearchAnswer, searchAnswers } from './search-answers'
import { type SearchEntry, type SearchText, searchEntries } from './search-entries'
import { swappedLetters, wordsOf } from './words'
import { ignoredWords, wordsOfLanguages } from './words-of-languages'

/** What the search finds: a setting, or a sentence about what is not one. */
export type SearchResult = SearchEntry | SearchAnswer

const everything: SearchResult[] = [...searchEntries, ...searchAnswers]
const mostResults = 8
/** In UTF-16 code units. What a longer text says after that is not searched for: a whole page may be pasted. */
const longestText = 100

/**
 * The fields of an entry. `title` is the text in the list, which is the label unless the label is not clear there;
 * `languages` has the words of all languages.
 */
const fields = ['title', 'label', 'synonyms', 'languages'] as const
type Field = (typeof fields)[number]
const rankOfField: Record<Field, number> = { title: 2, label: 1, synonyms: 1, languages: 0 }

interface Index {
  locale: string | undefined
  search: MiniSearch<SearchText>
  /** The words of each field of each entry. */
  words: Map<string, Record<Field, string[]>>
}

function createIndex(): Index {
  const words = new Map(everything.map((entry) => [entry.id, wordsOfEntry(entry)]))
  const search = new MiniSearch<SearchText>({
    fields: [...fields],
    extractField: ({ id }, field) => (field === 'id' ? id : (words.get(id)?.[field as Field].join(' ') ?? '')),
    tokenize: wordsOf,
    processTerm: (word) => word,
  })
  search.addAll(everything)
  return { locale: currentLocale(), search, words }
}

function wordsOfEntry(entry: SearchResult): Record<Field, string[]> {
  return {
    // Without one, an answer never ranks above the settings only because of its title.
    title: 'answer' in entry ? [] : wordsOf(text(entry.title ?? entry.label)),
    label: wordsOf(text(entry.label)),
    synonyms: wordsOf(text(entry.synonyms)),
    languages: wordsOf(wordsOfLanguages[entry.id] ?? ''),
  }
}

let latest: Index | undefined

function currentIndex(): Index {
  if (!latest || latest.locale !== currentLocale()) latest = createIndex()
  return latest
}

/**
 * Finds what matches any of the typed words. An entry that matches more of them comes first, then one that is called
 * so, then one whose title matches rather than a synonym, then one that has the word nearer to the start.
 *
 * @returns the best results that are available
 */
export function search(typed: string): SearchResult[] {
  const words = [...new Set(wordsOf(typed.slice(0, longestText)))]
  const ignored = new Set(wordsOf(ignoredWords))
  const important = words.filter((word) => !ignored.has(word))
  const ranks = new Map<string, { words: number; quality: number }>()
  const count = (matches: Map<string, number>, counted: number) => {
    for (const [id, quality] of matches) {
      const rank = ranks.get(id)
      ranks.set(id, { words: (rank?.words ?? 0) + counted, quality: (rank?.quality ?? 0) + quality })
    }
  }
  for (const word of important.length > 0 ? important : words) {
    // Only the word that is being typed can be incomplete, or one that is long enough to mean something.
    const isPrefix = word === words.at(-1) || word.length > 3
    count(matchesOf(word, isPrefix), 1)
  }
  // A compound may be typed as two words.
  for (const [index, word] of words.slice(1).entries()) count(matchesOfCompound(`${words[index]}${word}`), 2)
  const rankOf = (entry: SearchResult) => {
    const rank = ranks.get(entry.id) ?? { words: 0, quality: 0 }
    return { ...rank, title: Number(wordsOf(text(entry.title ?? entry.label)).join(' ') === words.join(' ')) }
  }
  return everything
    .filter((entry) => ranks.has(entry.id) && isAvailable(entry))
    .map((entry) => ({ entry, rank: rankOf(entry) }))
    .sort(({ rank: a }, { rank: b }) => b.words - a.words || b.title - a.title || b.quality - a.quality)
    .slice(0, mostResults)
    .map(({ entry }) => entry)
}

/** @returns the entries that one word matches, with the quality of the match */
function matchesOf(word: string, isPrefix: boolean): Map<string, number> {
  const { search: index, words } = currentIndex()
  const qualities = new Map<string, number>()
  const add = (typed: string, fuzzy: number | false, isMistyped: boolean) => {
    for (const { id, match } of index.search(typed, { prefix: isPrefix, fuzzy })) {
      for (const [found, matched] of Object.entries(match)) {
        for (const field of matched as Field[]) {
          const isFuzzy = isMistyped || !found.startsWith(word)
          const quality = qualityOf(field, words.get(id)?.[field].indexOf(found) ?? 0, isFuzzy, found === word)
          qualities.set(id, Math.max(qualities.get(id) ?? 0, quality))
        }
      }
    }
  }
  add(word, word.length > 3 ? 0.2 : false, false)
  if (word.length > 3) for (const swapped of swappedLetters(word)) add(swapped, false, true)
  return qualities
}

/** @returns the entries that have this word, or one that differs by its ending or a typing error */
function matchesOfCompound(word: string): Map<string, number> {
  const found = currentIndex().search.search(word, { prefix: false, fuzzy: word.length > 6 ? 0.15 : false })
  return new Map(found.map(({ id }) => [id, qualityOf('synonyms', 0, false, true)]))
}

/** An exact match ranks above the start of a word, and a mistyped word below all others. */
function qualityOf(field: Field, position: number, isMistyped: boolean, isExact: boolean): number {
  const rank = rankOfField[field]
  const level = isMistyped ? rank : 3 + 2 * rank + (isExact ? 1 : 0)
  return 1 + level + 1 / (2 + position)
}

function isAvailable(entry: SearchResult): boolean {
  if ('answer' in entry) return true
  const availability = {
    account: state.account.peek(),
    appSettings: state.appSettings.peek(),
    update: state.update.peek(),
  }
  return entry.isAvailable?.(availability) !== false
}
