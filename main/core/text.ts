import { catalogue as english } from '../../texts/compiled/en'
import { formatText, type Values } from '../../texts/format'
import type { Catalogue, Language, LanguageId, TextKey } from '../../texts/languages'

const catalogues: Record<LanguageId, () => Promise<Catalogue>> = {
  en: async () => english,
  et: async () => (await import('../../texts/compiled/et')).catalogue,
}

let spoken: Language = { locale: 'en', direction: 'ltr', catalogue: english }

export function catalogueOf(id: LanguageId): Promise<Catalogue> {
  return catalogues[id]()
}

/** @param language from now on; what was written before stays as it is */
export function setLanguage(language: Language): void {
  spoken = language
}

/** What the app speaks, the window included. */
export function currentLanguage(): Language {
  return spoken
}

/** @returns the text in the language that is spoken */
export function text<Key extends TextKey>(key: Key, ...[values]: Values<Key>): string {
  return formatText(spoken, key, values)
}

export function isTextKey(name: string): name is TextKey {
  return Object.hasOwn(english, name)
}
