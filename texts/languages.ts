import type { CompiledMessage } from 'icu-minify/format'
import type { en } from './en'

/** The name of a text, the same in every language. */
export type TextKey = keyof typeof en

/** All texts of a language as ICU messages. One that is missing, or too many, is an error of types. */
export type Translation = Readonly<Record<TextKey, string>>

/** All texts of a language, as they go into the app. */
export type Catalogue = Readonly<Record<TextKey, CompiledMessage>>

/** What the app speaks. */
export interface Language {
  /** For dates, numbers and plurals, such as `en-GB`. */
  locale: string
  direction: 'ltr' | 'rtl'
  catalogue: Catalogue
}

/** What the app can speak, each by its own name. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  et: { name: 'Eesti', direction: 'ltr' },
} as const satisfies Record<string, Pick<Language, 'direction'> & { name: string }>

export type LanguageId = keyof typeof languages

export const languageIds = Object.keys(languages) as [LanguageId, ...LanguageId[]]

/**
 * The most preferred language that the app has; English where it has none of them.
 *
 * @param preferred BCP 47 tags, the most preferred first, as the system tells them; what is no tag is passed over
 * @param chosen what the person chose in the app, null for the system's
 * @returns the language, and the most preferred of its regional kinds
 */
export function match(preferred: string[], chosen: LanguageId | null): { id: LanguageId; locale: string } {
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
