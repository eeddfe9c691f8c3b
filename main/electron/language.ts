import { readFileSync } from 'node:fs'
import { app } from 'electron'
import { type Language, type LanguageId, languages, matchLanguage } from '../../texts/languages'
import { catalogueOf, setLanguage } from '../core/text'

/**
 * Sets the app's language.
 *
 * @param chosen null for the system's language, or English if the app does not have it
 * @returns the locale, as a BCP 47 tag
 */
export async function applyLanguage(chosen: LanguageId | null): Promise<string> {
  const language = languageOverride() ?? (await loadLanguage(chosen))
  setLanguage(language)
  return language.locale
}

async function loadLanguage(chosen: LanguageId | null): Promise<Language> {
  const { id, locale } = matchLanguage(app.getPreferredSystemLanguages(), chosen)
  return { locale, direction: languages[id].direction, catalogue: await catalogueOf(id) }
}

/** A compiled language in a file, to try it out during development. Ignored in a packaged app. */
function languageOverride(): Language | undefined {
  const path = process.env.FLEEP_SETTINGS_LANGUAGE
  return path && !app.isPackaged ? (JSON.parse(readFileSync(path, 'utf8')) as Language) : undefined
}
