import type { TextKey } from '../../texts/languages'
// biome-ignore lint/style/noRestrictedImports: the build replaces this module, so the page ships none of these texts.
import { translations } from '../../texts/translations'
import { searchAnswers } from './search-answers'
import { searchEntries } from './search-entries'

/** Joins a text of all languages. */
const inAllLanguages = (key: TextKey) => Object.values(translations).map((translation) => translation[key])

const entries = [...searchEntries, ...searchAnswers].map(({ id, label, title, synonyms }) => {
  const keys = title ? [label, title, synonyms] : [label, synonyms]
  return [id, keys.flatMap(inAllLanguages).join(' ')] as const
})

/**
 * The words of every language, because people also type those of another one than the app's. The build replaces this
 * module with its values, so that the page does not ship the texts of all languages; see electron.vite.config.ts.
 */
export const wordsOfLanguages: Readonly<Record<string, string>> = Object.fromEntries(entries)

/** Words that say nothing about a setting, such as "my" and "the". */
export const ignoredWords = inAllLanguages('search.ignored').join(' ')
