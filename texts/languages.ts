import type { CompiledMessage } from 'icu-minify/format'
import type { en } from './en'

/** The key of a text, which is the same in every language. */
export type TextKey = keyof typeof en

/** All texts of a language as ICU messages. A missing or unknown text is a type error. */
export type Translation = Readonly<Record<TextKey, string>>

/** All texts of a language as compiled messages, which the app ships. */
export type Catalogue = Readonly<Record<TextKey, CompiledMessage>>

/** A language with its texts. */
export interface Language {
  /** A BCP 47 tag such as `en-GB`, for dates, numbers and plurals. */
  locale: string
  direction: 'ltr' | 'rtl'
  catalogue: Catalogue
}

/** The languages of the app. Each `name` is in the language itself. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  et: { name: 'Eesti', direction: 'ltr' },
} as const satisfies Record<string, Pick<Language, 'direction'> & { name: string }>

export type LanguageId = keyof typeof languages

export const languageIds = Object.keys(languages) as [LanguageId, ...LanguageId[]]

/**
 * Finds the app's language: the chosen one, otherwise the first preferred one that the app has, otherwise English.
 *
 * @param preferred the system's preferred languages as BCP 47 tags, the most preferred first; invalid tags are ignored
 * @param chosen the language that the user chose in the app; null for the system's
 * @returns the language, and its most preferred regional variant
 */
export function matchLanguage(preferred: string[], chosen: LanguageId | null): { id: LanguageId; locale: string } {
  for (const tag of preferred) {
    const { language, baseName } = localeOf(tag) ?? {}
    const id = languageIds.find((known) => known === language && (!chosen || known === chosen))
    if (id && baseName) return { id, locale: baseName }
  }
  const id = chosen ?? 'en'
  return { id, locale: id }
}

function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag)
  } catch {
    return undefined
  }
}
