import { readFileSync } from 'node:fs'
import { app } from 'electron'
import { type Language, type LanguageId, languages, matchLanguage } from '../../texts/languages'
import { catalogueOf, setLanguage } from '../core/text'

/**
 * From now on the app speaks this language.
 *
 * @param chosen null for the system's, English where the app does not have that
 * @returns the locale that is spoken
 */
export async function applyLanguage(chosen: LanguageId | null): Promise<string> {
  const language = languageInTrial() ?? (await ownLanguage(chosen))
  setLanguage(language)
  return language.locale
}

async function ownLanguage(chosen: LanguageId | null): Promise<Language> {
  const { id, locale } = matchLanguage(app.getPreferredSystemLanguages(), chosen)
  return { locale, direction: languages[id].direction, catalogue: await catalogueOf(id) }
}

/** A compiled one in a file, which may be in no app yet; never in an installed app. */
function languageInTrial(): Language | undefined {
  const path = process.env.FLEEP_SETTINGS_LANGUAGE
  return path && !app.isPackaged ? (JSON.parse(readFileSync(path, 'utf8')) as Language) : undefined
}
