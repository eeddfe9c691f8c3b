import { catalogue as english } from '../../texts/compiled/en'
import { formatText, type Values } from '../../texts/format'
import type { Catalogue, Language, LanguageId, TextKey } from '../../texts/languages'

const catalogues: Record<LanguageId, () => Promise<Catalogue>> = {
  en: async () => english,
  et: async () => (await import('../../texts/compiled/et')).catalogue,
}

let language: Language = { locale: 'en', direction: 'ltr', catalogue: english }

export function catalogueOf(id: LanguageId): Promise<Catalogue> {
  return catalogues[id]()
}

/** Sets the language of all texts that are formatted from now on. */
export function setLanguage(newLanguage: Language): void {
  language = newLanguage
}

export function currentLanguage(): Language {
  return language
}

/** @returns the text in the app's language */
export function text<Key extends TextKey>(key: Key, ...[values]: Values<Key>): string {
  return formatText(language, key, values)
}

export function isTextKey(name: string): name is TextKey {
  return Object.hasOwn(english, name)
}
